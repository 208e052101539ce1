import type { Fields } from './column-type.ts';
import { meta, narrative } from './datatypes.ts';
import { extensions } from './extension.ts';

/** The elements that every resource has (`contained` is in `fhir_raw` only). */
export const resource: Fields = {
  resourceType: 'string',
  id: 'string',
  meta,
  implicitRules: 'string',
  language: 'string',
  text: narrative,
  extension: extensions,
  modifierExtension: extensions,
};

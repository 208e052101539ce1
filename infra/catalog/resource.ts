import { type Fields, list, struct } from './column-type.ts';
import {
  address,
  codeableConcept,
  coding,
  identifier,
  meta,
  narrative,
  period,
  quantity,
  reference,
} from './datatypes.ts';

/** The value types of common profiles; a value of another type is in `fhir_raw` only. */
const content: Fields = {
  url: 'string',
  valueString: 'string',
  valueMarkdown: 'string',
  valueCode: 'string',
  valueBoolean: 'boolean',
  valueInteger: 'int',
  valuePositiveInt: 'int',
  valueUnsignedInt: 'int',
  valueDecimal: 'double',
  valueDate: 'string',
  valueDateTime: 'string',
  valueInstant: 'string',
  valueUri: 'string',
  valueUrl: 'string',
  valueAddress: address,
  valueCodeableConcept: codeableConcept,
  valueCoding: coding,
  valueIdentifier: identifier,
  valuePeriod: period,
  valueQuantity: quantity,
  valueReference: reference,
};

/** Extensions with one nested level, such as US Core's race and ethnicity. */
const extensions = list(struct({ ...content, extension: list(struct(content)) }));

/** The elements of every resource; `contained` is in `fhir_raw` only. */
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

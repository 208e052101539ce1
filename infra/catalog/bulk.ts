import { type Fields, list, struct } from './column-type.ts';
import { codeableConcept, meta } from './datatypes.ts';
import { resource } from './resource.ts';

/**
 * A Bundle of deletions: the `url` of `entry.request` names a deleted resource, such as `Patient/123`
 * (rule 36, https://hl7.org/fhir/R4/bundle.html).
 */
export const bulkDeleted: Fields = {
  resourceType: 'string',
  id: 'string',
  meta,
  type: 'string',
  timestamp: 'string',
  entry: list(
    struct({
      fullUrl: 'string',
      request: struct({ method: 'string', url: 'string' }),
    }),
  ),
};

/** https://hl7.org/fhir/R4/operationoutcome.html */
export const bulkOutcome: Fields = {
  ...resource,
  issue: list(
    struct({
      severity: 'string',
      code: 'string',
      details: codeableConcept,
      diagnostics: 'string',
      location: list('string'),
      expression: list('string'),
    }),
  ),
};

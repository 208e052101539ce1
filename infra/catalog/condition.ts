import { type Fields, list, struct } from './column-type.ts';
import {
  annotation,
  codeableConcept,
  identifier,
  period,
  quantity,
  range,
  reference,
} from './datatypes.ts';
import { resource } from './resource.ts';

/** https://hl7.org/fhir/R4/condition.html */
export const condition: Fields = {
  ...resource,
  identifier: list(identifier),
  clinicalStatus: codeableConcept,
  verificationStatus: codeableConcept,
  category: list(codeableConcept),
  severity: codeableConcept,
  code: codeableConcept,
  bodySite: list(codeableConcept),
  subject: reference,
  encounter: reference,
  onsetDateTime: 'string',
  onsetAge: quantity,
  onsetPeriod: period,
  onsetRange: range,
  onsetString: 'string',
  abatementDateTime: 'string',
  abatementAge: quantity,
  abatementPeriod: period,
  abatementRange: range,
  abatementString: 'string',
  recordedDate: 'string',
  recorder: reference,
  asserter: reference,
  stage: list(
    struct({ summary: codeableConcept, assessment: list(reference), type: codeableConcept }),
  ),
  evidence: list(struct({ code: list(codeableConcept), detail: list(reference) })),
  note: list(annotation),
};

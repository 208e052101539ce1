import { type Fields, list, struct } from './column-type.ts';
import {
  annotation,
  codeableConcept,
  identifier,
  period,
  quantity,
  range,
  ratio,
  reference,
  sampledData,
  timing,
} from './datatypes.ts';
import { resource } from './resource.ts';

/** `value[x]` of the observation and of its components. */
const value: Fields = {
  valueQuantity: quantity,
  valueCodeableConcept: codeableConcept,
  valueString: 'string',
  valueBoolean: 'boolean',
  valueInteger: 'int',
  valueRange: range,
  valueRatio: ratio,
  valueSampledData: sampledData,
  valueTime: 'string',
  valueDateTime: 'string',
  valuePeriod: period,
};

const referenceRange = struct({
  low: quantity,
  high: quantity,
  type: codeableConcept,
  appliesTo: list(codeableConcept),
  age: range,
  text: 'string',
});

const component = struct({
  code: codeableConcept,
  ...value,
  dataAbsentReason: codeableConcept,
  interpretation: list(codeableConcept),
  referenceRange: list(referenceRange),
});

/** https://hl7.org/fhir/R4/observation.html */
export const observation: Fields = {
  ...resource,
  identifier: list(identifier),
  basedOn: list(reference),
  partOf: list(reference),
  status: 'string',
  category: list(codeableConcept),
  code: codeableConcept,
  subject: reference,
  focus: list(reference),
  encounter: reference,
  effectiveDateTime: 'string',
  effectivePeriod: period,
  effectiveTiming: timing,
  effectiveInstant: 'string',
  issued: 'string',
  performer: list(reference),
  ...value,
  dataAbsentReason: codeableConcept,
  interpretation: list(codeableConcept),
  note: list(annotation),
  bodySite: codeableConcept,
  method: codeableConcept,
  specimen: reference,
  device: reference,
  referenceRange: list(referenceRange),
  hasMember: list(reference),
  derivedFrom: list(reference),
  component: list(component),
};

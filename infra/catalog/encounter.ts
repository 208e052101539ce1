import { type Fields, list, struct } from './column-type.ts';
import { codeableConcept, coding, identifier, period, quantity, reference } from './datatypes.ts';
import { resource } from './resource.ts';

const participant = struct({
  type: list(codeableConcept),
  period,
  individual: reference,
});

const diagnosis = struct({ condition: reference, use: codeableConcept, rank: 'int' });

const hospitalization = struct({
  preAdmissionIdentifier: identifier,
  origin: reference,
  admitSource: codeableConcept,
  reAdmission: codeableConcept,
  dietPreference: list(codeableConcept),
  specialCourtesy: list(codeableConcept),
  specialArrangement: list(codeableConcept),
  destination: reference,
  dischargeDisposition: codeableConcept,
});

const location = struct({
  location: reference,
  status: 'string',
  physicalType: codeableConcept,
  period,
});

/** https://hl7.org/fhir/R4/encounter.html */
export const encounter: Fields = {
  ...resource,
  identifier: list(identifier),
  status: 'string',
  statusHistory: list(struct({ status: 'string', period })),
  class: coding,
  classHistory: list(struct({ class: coding, period })),
  type: list(codeableConcept),
  serviceType: codeableConcept,
  priority: codeableConcept,
  subject: reference,
  episodeOfCare: list(reference),
  basedOn: list(reference),
  participant: list(participant),
  appointment: list(reference),
  period,
  length: quantity,
  reasonCode: list(codeableConcept),
  reasonReference: list(reference),
  diagnosis: list(diagnosis),
  account: list(reference),
  hospitalization,
  location: list(location),
  serviceProvider: reference,
  partOf: reference,
};

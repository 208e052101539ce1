import { type Fields, list, struct } from './column-type.ts';
import {
  address,
  attachment,
  codeableConcept,
  contactPoint,
  humanName,
  identifier,
  period,
  reference,
} from './datatypes.ts';
import { resource } from './resource.ts';

const contact = struct({
  relationship: list(codeableConcept),
  name: humanName,
  telecom: list(contactPoint),
  address,
  gender: 'string',
  organization: reference,
  period,
});

/** https://hl7.org/fhir/R4/patient.html */
export const patient: Fields = {
  ...resource,
  identifier: list(identifier),
  active: 'boolean',
  name: list(humanName),
  telecom: list(contactPoint),
  gender: 'string',
  birthDate: 'string',
  deceasedBoolean: 'boolean',
  deceasedDateTime: 'string',
  address: list(address),
  maritalStatus: codeableConcept,
  multipleBirthBoolean: 'boolean',
  multipleBirthInteger: 'int',
  photo: list(attachment),
  contact: list(contact),
  communication: list(struct({ language: codeableConcept, preferred: 'boolean' })),
  generalPractitioner: list(reference),
  managingOrganization: reference,
  link: list(struct({ other: reference, type: 'string' })),
};

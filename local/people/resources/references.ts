import type { Draft, World } from './draft.ts';
import { idOf, type TypeName } from './ids.ts';
import { nameOf } from './names.ts';
import { organizationName } from './places.ts';

/** A literal reference to the resource with that number. */
export const referenceTo = (type: TypeName, index: number): string =>
  `${type}/${idOf(type, index)}`;

export const patientRef = {
  reference: ({ patient }: Draft) => referenceTo('Patient', patient),
  display: ({ patient, world }: Draft) => written(nameOf(world.seed, patient)),
};

/** The encounter of the same visit; each visit is one. */
export const encounterRef = {
  reference: ({ visit }: Draft) => referenceTo('Encounter', visit),
};

/** The practitioner of this visit. */
export const practitionerRef = {
  reference: (draft: Draft) => referenceTo('Practitioner', practitionerOf(draft)),
  display: (draft: Draft) =>
    `Dr. ${written(nameOf(draft.world.seed, practitionerPerson(practitionerOf(draft))))}`,
};

/** A practitioner's number among all people, beyond those of patients. */
export const practitionerPerson = (index: number): number => index + 2 ** 40;

export const hospitalRef = {
  reference: (draft: Draft) => referenceTo('Organization', hospitalOf(draft)),
  display: (draft: Draft) => organizationName(hospitalOf(draft), draft.world.payers),
};

/** Each organization has one location, with the same number. */
export const locationRef = {
  reference: (draft: Draft) => referenceTo('Location', hospitalOf(draft)),
};

export const coverageRef = {
  reference: ({ patient }: Draft) => referenceTo('Coverage', patient),
};

/** The patient's health plan. */
export const payerRef = {
  reference: ({ patient, world }: Draft) => referenceTo('Organization', patient % world.payers),
  display: ({ patient, world }: Draft) => organizationName(patient % world.payers, world.payers),
};

const practitionerOf = ({ visit, world }: Draft) => (visit * 7) % world.practitioners;

const hospitalOf = ({ visit, world }: { visit: number; world: World }) =>
  world.payers + (visit % (world.organizations - world.payers));

const written = ({ given, family }: { given: string; family: string }) => `${given} ${family}`;

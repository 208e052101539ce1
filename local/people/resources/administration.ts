import type { Draft } from './draft.ts';
import { concept, head, identifier, randomOf, term } from './elements.ts';
import { nameOf, type PersonName } from './names.ts';
import { cityShape, organizationName, streetOf } from './places.ts';
import { practitionerPerson, referenceTo } from './references.ts';
import { type JsonFragment, template } from './template.ts';

const PAYER = term('organization-type', 'pay', 'Payer');
const PROVIDER = term('organization-type', 'prov', 'Healthcare Provider');

/** A health plan or a hospital. */
export const organization = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-organization'),
  identifier: [identifier('organization', 'O')],
  active: true,
  type: [({ index, world }) => (index < world.payers ? PAYER : PROVIDER)],
  name: ({ index, world }) => organizationName(index, world.payers),
  telecom: [{ system: 'phone', value: '(555) 555-0100', use: 'work' }],
  address: [{ use: 'work', line: [streetOf], ...cityShape }],
});

const OUTPATIENT = term('v3-RoleCode', 'OF', 'Outpatient facility');

const organizationNameOf = ({ index, world }: Draft) => organizationName(index, world.payers);

/** The location of the organization with the same number. */
export const location = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-location'),
  status: 'active',
  name: organizationNameOf,
  mode: 'instance',
  type: [OUTPATIENT],
  address: { use: 'work', line: [streetOf], ...cityShape },
  managingOrganization: {
    reference: ({ index }) => referenceTo('Organization', index),
    display: organizationNameOf,
  },
});

const NUCC = 'http://nucc.org/provider-taxonomy';
const specialties = [
  concept({ system: NUCC, code: '207Q00000X', display: 'Family Medicine Physician' }),
  concept({ system: NUCC, code: '207R00000X', display: 'Internal Medicine Physician' }),
  concept({ system: NUCC, code: '208000000X', display: 'Pediatrics Physician' }),
];

const clinician = template<Draft & { name: PersonName }>({
  ...head('us/core/StructureDefinition/us-core-practitioner'),
  identifier: [
    {
      use: 'official',
      system: 'http://hl7.org/fhir/sid/us-npi',
      value: ({ index }) => `99${String(index).padStart(8, '0')}`,
    },
  ],
  active: true,
  name: [
    {
      use: 'official',
      family: ({ name }) => name.family,
      given: [({ name }) => name.given],
      prefix: ['Dr.'],
    },
  ],
  telecom: [
    { system: 'email', value: ({ index }) => `practitioner-${index}@clinic.example`, use: 'work' },
  ],
  address: [{ use: 'work', ...cityShape }],
  gender: randomOf(['female', 'male']),
  qualification: [{ code: randomOf(specialties) }],
});

/** A clinician. */
export const practitioner = (draft: Draft): JsonFragment =>
  clinician({ ...draft, name: nameOf(draft.world.seed, practitionerPerson(draft.index)) });

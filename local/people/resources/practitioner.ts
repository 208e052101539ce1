import type { Draft } from '../draft.ts';
import { concept, head, oneOf } from '../elements.ts';
import { nameOf, type PersonName } from '../names.ts';
import { cityShape } from '../places.ts';
import { practitionerPerson } from '../references.ts';
import { template, type Written } from '../template.ts';

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
  gender: oneOf(['female', 'male']),
  qualification: [{ code: oneOf(specialties) }],
});

/** Somebody who sees patients. */
export const practitioner = (draft: Draft): Written =>
  clinician({ ...draft, name: nameOf(draft.world.seed, practitionerPerson(draft.index)) });

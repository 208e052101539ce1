import type { Draft } from './draft.ts';
import { head, identifier, randomOf, term } from './elements.ts';
import { nameOf, type PersonName } from './names.ts';
import { cityShape } from './places.ts';
import { RandomStream } from './random-stream.ts';
import { hospitalRef, practitionerRef } from './references.ts';
import { fragment, type JsonFragment, type Shape, template } from './template.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

const category = (extension: string) => (code: string, display: string) =>
  fragment({
    extension: [
      {
        url: 'ombCategory',
        valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code, display },
      },
      { url: 'text', valueString: display },
    ],
    url: `${US_CORE}/${extension}`,
  });

const race = category('us-core-race');
const ethnicity = category('us-core-ethnicity');

/** US Core's race extension with the categories of the US Office of Management and Budget. */
const races = [
  race('2106-3', 'White'),
  race('2054-5', 'Black or African American'),
  race('2028-9', 'Asian'),
  race('1002-5', 'American Indian or Alaska Native'),
];

/** US Core's ethnicity extension. */
const ethnicities = [
  ethnicity('2135-2', 'Hispanic or Latino'),
  ethnicity('2186-5', 'Not Hispanic or Latino'),
];

const LIFE = 0x6c696665;
const RECORD_NUMBER = term('v2-0203', 'MR', 'Medical Record Number');
const maritalStates = [
  term('v3-MaritalStatus', 'M', 'Married'),
  term('v3-MaritalStatus', 'S', 'Never Married'),
  term('v3-MaritalStatus', 'W', 'Widowed'),
];

/** What never changes comes from `life`, what changes by version from `random`. */
type Person = Draft & { life: RandomStream; name: PersonName };

const two = (number: number) => String(number).padStart(2, '0');

const name: Shape<Person> = {
  use: 'official',
  text: ({ name }) => `${name.given} ${name.family}`,
  family: ({ name }) => name.family,
  given: [({ name }) => name.given],
  prefix: ({ random }) => (random.below(5) === 0 ? prefixes : undefined),
};
const genders = ['female', 'male', 'female', 'male', 'female', 'male', 'other', 'unknown'];
const prefixes = fragment(['Prof.']);

const telecom: Shape<Person> = [
  {
    system: 'phone',
    value: ({ random }) => `(555) 555-01${two(random.below(100))}`,
    use: 'home',
    rank: 1,
  },
  { system: 'email', value: ({ index }) => `patient-${index}@mail.example`, use: 'home' },
];

const address: Shape<Person> = {
  use: 'home',
  type: 'both',
  line: [
    ({ random }) => `${1 + random.below(9000)} Elm Street`,
    ({ random }) => `Apt. ${1 + random.below(80)}`,
  ],
  ...cityShape,
};

const birthDate = ({ life }: Person) =>
  `${1930 + life.below(94)}-${two(1 + life.below(12))}-${two(1 + life.below(28))}`;

const person = template<Person>({
  ...head('us/core/StructureDefinition/us-core-patient'),
  extension: [({ life }) => life.pick(races), ({ life }) => life.pick(ethnicities)],
  identifier: [{ ...identifier('record-number', 'R'), type: RECORD_NUMBER, assigner: hospitalRef }],
  active: true,
  name: [name],
  telecom,
  gender: ({ life }) => life.pick(genders),
  birthDate,
  address: [address],
  maritalStatus: randomOf(maritalStates),
  multipleBirthBoolean: ({ life }) => life.below(40) === 0,
  communication: [{ language: ({ name }) => name.language, preferred: true }],
  generalPractitioner: [practitionerRef],
  managingOrganization: hospitalRef,
});

/** A patient: versions differ in how to reach them. */
export const patient = (draft: Draft): JsonFragment =>
  person({
    ...draft,
    life: new RandomStream(draft.world.seed, LIFE, draft.index),
    name: nameOf(draft.world.seed, draft.index),
  });

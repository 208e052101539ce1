import type { Draft } from '../draft.ts';
import { head, identifier, oneOf, term } from '../elements.ts';
import { nameOf, type PersonName } from '../names.ts';
import { cityShape } from '../places.ts';
import { RandomStream } from '../random-stream.ts';
import { hospitalRef, practitionerRef } from '../references.ts';
import { type Shape, template, type Written, written } from '../template.ts';
import { ethnicities, races } from './background.ts';

const LIFE = 0x6c696665;
const RECORD_NUMBER = term('v2-0203', 'MR', 'Medical Record Number');
const maritalStates = [
  term('v3-MaritalStatus', 'M', 'Married'),
  term('v3-MaritalStatus', 'S', 'Never Married'),
  term('v3-MaritalStatus', 'W', 'Widowed'),
];

/** What stays the same in every version comes from `life`, what a version brings from `random`. */
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
const prefixes = written(['Prof.']);

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
  maritalStatus: oneOf(maritalStates),
  multipleBirthBoolean: ({ life }) => life.below(40) === 0,
  communication: [{ language: ({ name }) => name.language, preferred: true }],
  generalPractitioner: [practitionerRef],
  managingOrganization: hospitalRef,
});

/** A patient: who they are stays the same in each version, how to reach them changes. */
export const patient = (draft: Draft): Written =>
  person({
    ...draft,
    life: new RandomStream(draft.world.seed, LIFE, draft.index),
    name: nameOf(draft.world.seed, draft.index),
  });

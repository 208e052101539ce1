import { drugs } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { concept, head, identifier, minutesBefore, oneOf, quantity, term } from '../elements.ts';
import { coverageRef, encounterRef, patientRef, practitionerRef } from '../references.ts';
import { type Shape, template, type Written, written } from '../template.ts';

const COMMUNITY = term('medicationrequest-category', 'community', 'Community');
const BY_MOUTH = concept({
  system: 'http://snomed.info/sct',
  code: '26643006',
  display: 'Oral route',
});

const instructions = [1, 2, 3].map((perDay) => ({
  perDay,
  text: written(`One dose, ${perDay} × a day; “à jeun” where the label says so.`),
}));

type Prescribed = Draft & { instruction: (typeof instructions)[number]; days: number };

const dosage: Shape<Prescribed> = {
  sequence: 1,
  text: ({ instruction }) => instruction.text,
  timing: {
    repeat: { frequency: ({ instruction }) => instruction.perDay, period: 1, periodUnit: 'd' },
  },
  route: BY_MOUTH,
  doseAndRate: [{ doseQuantity: { value: 1, unit: 'dose' } }],
};

const prescription = template<Prescribed>({
  ...head('us/core/StructureDefinition/us-core-medicationrequest'),
  identifier: [identifier('prescription', 'P')],
  status: ({ random }) => (random.below(3) === 0 ? 'completed' : 'active'),
  intent: 'order',
  category: [COMMUNITY],
  medicationCodeableConcept: oneOf(drugs),
  subject: patientRef,
  encounter: encounterRef,
  authoredOn: minutesBefore(15),
  requester: practitionerRef,
  insurance: [coverageRef],
  dosageInstruction: [dosage],
  dispenseRequest: {
    numberOfRepeatsAllowed: ({ random }) => random.below(4),
    quantity: { value: ({ instruction, days }) => instruction.perDay * days, unit: 'dose' },
    expectedSupplyDuration: quantity<Prescribed>(({ days }) => days, 'd'),
  },
});

/** A drug prescribed at a visit. */
export const medicationRequest = (draft: Draft): Written =>
  prescription({
    ...draft,
    instruction: draft.random.pick(instructions),
    days: draft.random.pick([7, 30, 90]),
  });

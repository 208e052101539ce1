import { drugs, vaccines } from './codes.ts';
import type { Draft } from './draft.ts';
import {
  concept,
  daysBefore,
  head,
  identifier,
  minutesBefore,
  quantity,
  randomOf,
  term,
} from './elements.ts';
import {
  coverageRef,
  encounterRef,
  locationRef,
  patientRef,
  practitionerRef,
} from './references.ts';
import { fragment, type JsonFragment, type Shape, template } from './template.ts';

const COMMUNITY = term('medicationrequest-category', 'community', 'Community');
const BY_MOUTH = concept({
  system: 'http://snomed.info/sct',
  code: '26643006',
  display: 'Oral route',
});

const instructions = [1, 2, 3].map((perDay) => ({
  perDay,
  text: fragment(`One dose, ${perDay} × a day; “à jeun” where the label says so.`),
}));

type PrescriptionDraft = Draft & { instruction: (typeof instructions)[number]; days: number };

const dosage: Shape<PrescriptionDraft> = {
  sequence: 1,
  text: ({ instruction }) => instruction.text,
  timing: {
    repeat: { frequency: ({ instruction }) => instruction.perDay, period: 1, periodUnit: 'd' },
  },
  route: BY_MOUTH,
  doseAndRate: [{ doseQuantity: { value: 1, unit: 'dose' } }],
};

const prescription = template<PrescriptionDraft>({
  ...head('us/core/StructureDefinition/us-core-medicationrequest'),
  identifier: [identifier('prescription', 'P')],
  status: ({ random }) => (random.below(3) === 0 ? 'completed' : 'active'),
  intent: 'order',
  category: [COMMUNITY],
  medicationCodeableConcept: randomOf(drugs),
  subject: patientRef,
  encounter: encounterRef,
  authoredOn: minutesBefore(15),
  requester: practitionerRef,
  insurance: [coverageRef],
  dosageInstruction: [dosage],
  dispenseRequest: {
    numberOfRepeatsAllowed: ({ random }) => random.below(4),
    quantity: { value: ({ instruction, days }) => instruction.perDay * days, unit: 'dose' },
    expectedSupplyDuration: quantity<PrescriptionDraft>(({ days }) => days, 'd'),
  },
});

/** A prescription of a visit. */
export const medicationRequest = (draft: Draft): JsonFragment =>
  prescription({
    ...draft,
    instruction: draft.random.pick(instructions),
    days: draft.random.pick([7, 30, 90]),
  });

const LEFT_ARM = term('v3-ActSite', 'LA', 'left arm');
const INTRAMUSCULAR = term('v3-RouteOfAdministration', 'IM', 'Injection, intramuscular');
const ADMINISTERING = term('v2-0443', 'AP', 'Administering Provider');

/** A vaccination of a visit. */
export const immunization = template<Draft>({
  ...head('us/core/StructureDefinition/us-core-immunization'),
  status: 'completed',
  vaccineCode: randomOf(vaccines),
  patient: patientRef,
  encounter: encounterRef,
  occurrenceDateTime: minutesBefore(20),
  recorded: minutesBefore(1),
  primarySource: true,
  location: locationRef,
  lotNumber: ({ random }) => `LOT${10_000 + random.below(90_000)}`,
  expirationDate: (draft) => daysBefore(draft, -30 - draft.random.below(300)),
  site: LEFT_ARM,
  route: INTRAMUSCULAR,
  doseQuantity: quantity<Draft>(0.5, 'mL'),
  performer: [{ function: ADMINISTERING, actor: practitionerRef }],
});

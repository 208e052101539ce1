import { billedDiagnoses } from '../codes/diagnoses.ts';
import { procedures } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import { daysBefore, dollars, head, identifier, oneOf, term, today } from '../elements.ts';
import { coverageRef, encounterRef, hospitalRef, patientRef, payerRef } from '../references.ts';
import { type Shape, template, type Written } from '../template.ts';

const PROFESSIONAL = term('claim-type', 'professional', 'Professional');
const NORMAL = term('processpriority', 'normal', 'Normal');

type Claimed = Draft & { cents: number };

const cents = dollars((from: Claimed) => from.cents);

const item: Shape<Claimed> = {
  sequence: 1,
  diagnosisSequence: [1],
  productOrService: oneOf(procedures),
  servicedDate: today,
  quantity: { value: 1 },
  unitPrice: cents,
  net: cents,
  encounter: [encounterRef],
};

const claimed = template<Claimed>({
  ...head('StructureDefinition/Claim'),
  identifier: [identifier('claim', 'C')],
  status: 'active',
  type: PROFESSIONAL,
  use: 'claim',
  patient: patientRef,
  billablePeriod: { start: (draft) => daysBefore(draft, 1), end: today },
  created: today,
  insurer: payerRef,
  provider: hospitalRef,
  priority: NORMAL,
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: oneOf(billedDiagnoses) }],
  insurance: [{ sequence: 1, focal: true, coverage: coverageRef }],
  item: [item],
  total: cents,
});

/** What a hospital asks of the health plan for a visit. */
export const claim = (draft: Draft): Written =>
  claimed({ ...draft, cents: 5000 + draft.random.below(40_000) });

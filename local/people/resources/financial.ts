import { billedDiagnoses, procedures } from './codes.ts';
import type { Draft } from './draft.ts';
import {
  daysBefore,
  dollars,
  head,
  identifier,
  minutesBefore,
  randomOf,
  term,
  today,
} from './elements.ts';
import {
  coverageRef,
  encounterRef,
  hospitalRef,
  locationRef,
  patientRef,
  payerRef,
  practitionerRef,
  referenceTo,
} from './references.ts';
import { type JsonFragment, jsonArray, type Shape, template } from './template.ts';

const PROFESSIONAL = term('claim-type', 'professional', 'Professional');
const PRINCIPAL = term('ex-diagnosistype', 'principal', 'Principal Diagnosis');
const PRIMARY = term('claimcareteamrole', 'primary', 'Primary provider');

type Priced = Draft & { sequence: number; cents: number };
type Adjudicated = Priced & { items: JsonFragment };

const amount = (code: string, display: string, percent: number) => ({
  category: term('adjudication', code, display),
  amount: dollars(({ cents }: Priced) => Math.floor((cents * percent) / 100)),
});
const adjudication: Shape<Priced> = [
  amount('submitted', 'Submitted Amount', 100),
  amount('eligible', 'Eligible Amount', 90),
  amount('deductible', 'Deductible', 20),
  amount('copay', 'CoPay', 10),
  amount('benefit', 'Benefit Amount', 60),
];

const item = template<Priced>({
  sequence: ({ sequence }) => sequence,
  careTeamSequence: [1],
  diagnosisSequence: [1],
  productOrService: randomOf(procedures),
  servicedDate: today,
  quantity: { value: 1 },
  net: dollars(({ cents }: Priced) => cents),
  encounter: [encounterRef],
  adjudication,
});

const benefit = template<Adjudicated>({
  ...head('us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician'),
  identifier: [identifier('benefit', 'B')],
  status: 'active',
  type: PROFESSIONAL,
  use: 'claim',
  patient: patientRef,
  billablePeriod: { start: (draft) => daysBefore(draft, 1), end: today },
  created: minutesBefore(1),
  insurer: payerRef,
  provider: hospitalRef,
  facility: locationRef,
  claim: { reference: ({ index }) => referenceTo('Claim', index) },
  outcome: 'complete',
  careTeam: [{ sequence: 1, provider: practitionerRef, role: PRIMARY }],
  diagnosis: [
    { sequence: 1, diagnosisCodeableConcept: randomOf(billedDiagnoses), type: [PRINCIPAL] },
  ],
  insurance: [{ focal: true, coverage: coverageRef }],
  item: ({ items }) => items,
  total: adjudication,
  payment: {
    date: (draft) => daysBefore(draft, -14),
    amount: dollars(({ cents }: Priced) => Math.floor(cents * 0.6)),
  },
  processNote: [
    { number: 1, type: 'display', text: 'This is not a bill. Esto no es una factura.' },
  ],
});

/** The health plan's response to a claim: the largest resource of a visit. */
export function explanationOfBenefit(draft: Draft): JsonFragment {
  const count = 2 + draft.random.below(4);
  const prices = Array.from({ length: count }, () => 500 + draft.random.below(9000));
  const items = prices.map((cents, nth) => item({ ...draft, cents, sequence: nth + 1 }));
  const cents = prices.reduce((sum, price) => sum + price, 0);
  return benefit({ ...draft, cents, sequence: 0, items: jsonArray(items) });
}

const NORMAL = term('processpriority', 'normal', 'Normal');

type PricedClaim = Draft & { cents: number };

const cents = dollars((from: PricedClaim) => from.cents);

const claimItem: Shape<PricedClaim> = {
  sequence: 1,
  diagnosisSequence: [1],
  productOrService: randomOf(procedures),
  servicedDate: today,
  quantity: { value: 1 },
  unitPrice: cents,
  net: cents,
  encounter: [encounterRef],
};

const claimTemplate = template<PricedClaim>({
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
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: randomOf(billedDiagnoses) }],
  insurance: [{ sequence: 1, focal: true, coverage: coverageRef }],
  item: [claimItem],
  total: cents,
});

/** A hospital's claim to the health plan for a visit. */
export const claim = (draft: Draft): JsonFragment =>
  claimTemplate({ ...draft, cents: 5000 + draft.random.below(40_000) });

const HEALTH_PLAN = term('v3-ActCode', 'EHCPOL', 'extended healthcare');
const SELF = term('subscriber-relationship', 'self', 'Self');
const GROUP = term('coverage-class', 'group', 'Group');
const memberId = identifier('member', 'MB');

/** A patient's insurance, updated with the patient's record. */
export const coverage = template<Draft>({
  ...head('us/carin-bb/StructureDefinition/C4BB-Coverage'),
  identifier: [memberId],
  status: 'active',
  type: HEALTH_PLAN,
  subscriber: patientRef,
  subscriberId: memberId.value,
  beneficiary: patientRef,
  relationship: SELF,
  period: { start: today, end: (draft) => daysBefore(draft, -365) },
  payor: [payerRef],
  class: [{ type: GROUP, value: ({ patient }) => `G${patient % 40}`, name: 'Employees’ plan' }],
});

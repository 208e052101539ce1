import { billedDiagnoses } from '../codes/diagnoses.ts';
import { procedures } from '../codes/treatments.ts';
import type { Draft } from '../draft.ts';
import {
  daysBefore,
  dollars,
  head,
  identifier,
  minutesBefore,
  oneOf,
  term,
  today,
} from '../elements.ts';
import {
  coverageRef,
  encounterRef,
  hospitalRef,
  locationRef,
  patientRef,
  payerRef,
  practitionerRef,
  referenceTo,
} from '../references.ts';
import { listed, type Shape, template, type Written } from '../template.ts';

const PROFESSIONAL = term('claim-type', 'professional', 'Professional');
const PRINCIPAL = term('ex-diagnosistype', 'principal', 'Principal Diagnosis');
const PRIMARY = term('claimcareteamrole', 'primary', 'Primary provider');

type Priced = Draft & { sequence: number; cents: number };
type Answered = Priced & { items: Written };

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
  productOrService: oneOf(procedures),
  servicedDate: today,
  quantity: { value: 1 },
  net: dollars(({ cents }: Priced) => cents),
  encounter: [encounterRef],
  adjudication,
});

const answer = template<Answered>({
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
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: oneOf(billedDiagnoses), type: [PRINCIPAL] }],
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

/** What the health plan answers to a claim: the largest resource of a visit. */
export function explanationOfBenefit(draft: Draft): Written {
  const count = 2 + draft.random.below(4);
  const prices = Array.from({ length: count }, () => 500 + draft.random.below(9000));
  const items = prices.map((cents, nth) => item({ ...draft, cents, sequence: nth + 1 }));
  const cents = prices.reduce((sum, price) => sum + price, 0);
  return answer({ ...draft, cents, sequence: 0, items: listed(items) });
}

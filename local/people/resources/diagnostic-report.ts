import { panels } from '../codes/measurements.ts';
import type { Draft } from '../draft.ts';
import {
  type Code,
  concept,
  head,
  identifier,
  minutesBefore,
  narrative,
  oneOf,
  term,
} from '../elements.ts';
import { firstOfVisit } from '../rate.ts';
import {
  encounterRef,
  hospitalRef,
  patientRef,
  practitionerRef,
  referenceTo,
} from '../references.ts';
import { listed, template, type Written } from '../template.ts';
import { rates } from './rates.ts';

const LABORATORY = term('v2-0074', 'LAB', 'Laboratory');
const conclusions = ['Unremarkable.', 'Repeat in three months.', 'See notes.'];

const describe = ({ display }: Code) =>
  narrative(
    `${display}. Specimen received in good condition; measured twice, no interference seen. ` +
      'Values outside of the reference range are marked. Überprüft – vérifié – 確認済み.',
  );
const described = panels.map((panel) => ({ code: concept(panel), text: describe(panel) }));

const report = template<Draft & { panel: (typeof described)[number] }>({
  ...head('us/core/StructureDefinition/us-core-diagnosticreport-lab'),
  text: ({ panel }) => panel.text,
  identifier: [identifier('report', 'L')],
  status: 'final',
  category: [LABORATORY],
  code: ({ panel }) => panel.code,
  subject: patientRef,
  encounter: encounterRef,
  effectiveDateTime: minutesBefore(45),
  issued: minutesBefore(2),
  performer: [hospitalRef],
  resultsInterpreter: [practitionerRef],
  result: ({ visit }) => observationsOf(visit),
  conclusion: oneOf(conclusions),
});

/** What the laboratory reports of a visit; its results are the visit's Observations. */
export const diagnosticReport = (draft: Draft): Written =>
  report({ ...draft, panel: draft.random.pick(described) });

const result = template<number>({ reference: (index) => referenceTo('Observation', index) });

function observationsOf(visit: number): Written {
  const first = firstOfVisit(rates.Observation, visit);
  const count = firstOfVisit(rates.Observation, visit + 1) - first;
  return listed(Array.from({ length: count }, (_, nth) => result(first + nth)));
}

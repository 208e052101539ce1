import { laboratory, type Measurement, panels, vitalSigns } from './codes.ts';
import type { Draft } from './draft.ts';
import {
  type Code,
  concept,
  head,
  identifier,
  minutesBefore,
  narrative,
  quantity,
  randomOf,
  term,
} from './elements.ts';
import { firstOfVisit, rates } from './rates.ts';
import {
  encounterRef,
  hospitalRef,
  patientRef,
  practitionerRef,
  referenceTo,
} from './references.ts';
import { type JsonFragment, jsonArray, type Shape, template } from './template.ts';

const VITAL_SIGNS = term('observation-category', 'vital-signs', 'Vital Signs');
const LABORATORY = term('observation-category', 'laboratory', 'Laboratory');
const LOW = term('v3-ObservationInterpretation', 'L', 'Low');
const NORMAL = term('v3-ObservationInterpretation', 'N', 'Normal');
const HIGH = term('v3-ObservationInterpretation', 'H', 'High');

type Measured = Draft & { measurement: Measurement; value: number };

const unit = ({ measurement }: Measured) => measurement.unit;

const measured = (category: JsonFragment, performer: Shape<Measured>) =>
  template<Measured>({
    ...head('us/core/StructureDefinition/us-core-observation-clinical-result'),
    text: narrativeOfSome,
    identifier: [identifier('measurement', 'M')],
    status: 'final',
    category: [category],
    code: ({ measurement }) => measurement.code,
    subject: patientRef,
    encounter: encounterRef,
    effectiveDateTime: minutesBefore(45),
    issued: minutesBefore(5),
    performer: [performer],
    valueQuantity: quantity<Measured>(({ value }) => value, unit),
    interpretation: [interpretation],
    referenceRange: [
      {
        low: quantity<Measured>(({ measurement }) => measurement.low, unit),
        high: quantity<Measured>(({ measurement }) => measurement.high, unit),
      },
    ],
  });

const narrativeOfSome = ({ random, measurement, value }: Measured) =>
  random.below(8) === 0 ? narrative(`${measurement.name}: ${value}, measured at rest.`) : undefined;

const interpretation = ({ value, measurement: { low, high } }: Measured) =>
  value < low ? LOW : value > high ? HIGH : NORMAL;

const vitalSign = measured(VITAL_SIGNS, practitionerRef);
const laboratoryResult = measured(LABORATORY, hospitalRef);

/** A measurement of a visit: even numbers are vital signs, odd ones laboratory results. */
export function observation(draft: Draft): JsonFragment {
  const isVitalSign = draft.index % 2 === 0;
  const measurement = draft.random.pick(isVitalSign ? vitalSigns : laboratory);
  const write = isVitalSign ? vitalSign : laboratoryResult;
  return write({ ...draft, measurement, value: valueNear(measurement, draft) });
}

/** A value in the normal range, or up to a quarter of the range outside of it. */
function valueNear({ low, high, decimals }: Measurement, { random }: Draft): number {
  const part = random.below(1501) / 1000 - 0.25;
  const scale = 10 ** decimals;
  return Math.round((low + part * (high - low)) * scale) / scale;
}

const LABORATORY_REPORT = term('v2-0074', 'LAB', 'Laboratory');
const conclusions = ['Unremarkable.', 'Repeat in three months.', 'See notes.'];

const describe = ({ display }: Code) =>
  narrative(
    `${display}. Specimen received in good condition; measured twice, no interference seen. ` +
      'Values outside of the reference range are marked. Überprüft – vérifié – 確認済み.',
  );
const panelTexts = panels.map((panel) => ({ code: concept(panel), text: describe(panel) }));

const report = template<Draft & { panel: (typeof panelTexts)[number] }>({
  ...head('us/core/StructureDefinition/us-core-diagnosticreport-lab'),
  text: ({ panel }) => panel.text,
  identifier: [identifier('report', 'L')],
  status: 'final',
  category: [LABORATORY_REPORT],
  code: ({ panel }) => panel.code,
  subject: patientRef,
  encounter: encounterRef,
  effectiveDateTime: minutesBefore(45),
  issued: minutesBefore(2),
  performer: [hospitalRef],
  resultsInterpreter: [practitionerRef],
  result: ({ visit }) => observationsOf(visit),
  conclusion: randomOf(conclusions),
});

/** The laboratory's report on a visit; its results are the visit's Observations. */
export const diagnosticReport = (draft: Draft): JsonFragment =>
  report({ ...draft, panel: draft.random.pick(panelTexts) });

const result = template<number>({ reference: (index) => referenceTo('Observation', index) });

function observationsOf(visit: number): JsonFragment {
  const first = firstOfVisit(rates.Observation, visit);
  const count = firstOfVisit(rates.Observation, visit + 1) - first;
  return jsonArray(Array.from({ length: count }, (_, nth) => result(first + nth)));
}

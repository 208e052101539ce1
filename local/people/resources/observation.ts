import { laboratory, type Measurement, vitalSigns } from '../codes/measurements.ts';
import type { Draft } from '../draft.ts';
import { head, identifier, minutesBefore, narrative, quantity, term } from '../elements.ts';
import { encounterRef, hospitalRef, patientRef, practitionerRef } from '../references.ts';
import { type Shape, template, type Written } from '../template.ts';

const VITAL_SIGNS = term('observation-category', 'vital-signs', 'Vital Signs');
const LABORATORY = term('observation-category', 'laboratory', 'Laboratory');
const LOW = term('v3-ObservationInterpretation', 'L', 'Low');
const NORMAL = term('v3-ObservationInterpretation', 'N', 'Normal');
const HIGH = term('v3-ObservationInterpretation', 'H', 'High');

type Measured = Draft & { measurement: Measurement; value: number };

const unit = ({ measurement }: Measured) => measurement.unit;

const measured = (category: Written, performer: Shape<Measured>) =>
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

const atTheBedside = measured(VITAL_SIGNS, practitionerRef);
const inTheLaboratory = measured(LABORATORY, hospitalRef);

/** Something measured at a visit: every other one at the bedside, the others in the laboratory. */
export function observation(draft: Draft): Written {
  const bedside = draft.index % 2 === 0;
  const measurement = draft.random.pick(bedside ? vitalSigns : laboratory);
  const write = bedside ? atTheBedside : inTheLaboratory;
  return write({ ...draft, measurement, value: valueNear(measurement, draft) });
}

/** A value in the normal range, or up to a quarter of the range outside of it. */
function valueNear({ low, high, decimals }: Measurement, { random }: Draft): number {
  const part = random.below(1501) / 1000 - 0.25;
  const scale = 10 ** decimals;
  return Math.round((low + part * (high - low)) * scale) / scale;
}

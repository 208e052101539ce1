import type { Population, Slice } from '../../../people/population.ts';
import { sliced } from '../holdings/narrowed.ts';
import type { Hl7Order } from '../kick-off/order.ts';

/** A patient's block: the header, the patient, and what is in the patient's compartment. */
export type Block = { readonly patient: string; readonly count: number };

/** The blocks of an export, in the order of its patients; those without data have none. */
export function blocksOf(order: Hl7Order, holdings: Population): Block[] {
  const everybody = () => holdings.patientIds(Number.POSITIVE_INFINITY);
  return [...(order.window.patients ?? everybody())]
    .map((patient) => ({ patient, count: countOf(patient, order, holdings) }))
    .filter(({ count }) => count > 0);
}

/** A slice of a block, after its header (rule 38). */
export function* linesOfBlock(
  { patient, slice }: { patient: string; slice: Slice },
  order: Hl7Order,
  holdings: Population,
): Iterable<string> {
  const header = { name: 'header', valueReference: { reference: `Patient/${patient}` } };
  yield JSON.stringify({ resourceType: 'Parameters', parameter: [header] });
  yield* sliced(compartment(patient, order, holdings), slice);
}

function* compartment(patient: string, order: Hl7Order, holdings: Population): Iterable<string> {
  for (const type of patientFirst(order.types)) yield* holdings.lines(type, of(patient, order));
}

const countOf = (patient: string, order: Hl7Order, holdings: Population): number =>
  order.types.reduce((sum, type) => sum + holdings.count(type, of(patient, order)), 0);

const of = (patient: string, { window }: Hl7Order) => ({
  ...window,
  patients: new Set([patient]),
});

const patientFirst = (types: readonly string[]): string[] =>
  types.toSorted((a, b) => Number(b === 'Patient') - Number(a === 'Patient'));

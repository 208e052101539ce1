import type { ItemBatcher } from '../definition/distributed-map.ts';
import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { evaluateInteger } from '../jsonata/evaluate-typed.ts';
import { MAX_PAYLOAD_BYTES } from '../payload.ts';
import { selected } from '../states/map-items.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import { split } from './split.ts';

/** The input of one child execution, and how many items are in it. */
export type Batch = { input: Json; items: number };

/** Applies ItemSelector to each item, and ItemBatcher to the outcome. */
export async function batchItems(items: Json[], state: MapState, visit: Visit): Promise<Batch[]> {
  const units: Json[] = [];
  for (const [index, item] of items.entries())
    units.push(await selected(state, visit, item, index));
  if (!state.ItemBatcher) return units.map((input) => ({ input, items: 1 }));
  const rest = await batchInput(state.ItemBatcher, visit);
  const limits = await limitsOf(state.ItemBatcher, visit, rest);
  return split(units, limits, tooLarge).map((batch) => ({
    input: { ...rest, Items: batch },
    items: batch.length,
  }));
}

async function batchInput({ BatchInput }: ItemBatcher, visit: Visit) {
  if (BatchInput === undefined) return {};
  return { BatchInput: await evaluate(BatchInput, 'ItemBatcher/BatchInput', bindings(visit)) };
}

/** However it is asked for, an input is no larger than a payload may be. */
async function limitsOf(batcher: ItemBatcher, visit: Visit, rest: { BatchInput?: Json }) {
  const number = async (field: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch', otherwise: number) =>
    evaluateInteger(batcher[field] ?? otherwise, `ItemBatcher/${field}`, bindings(visit), RANGE);
  const bytes = Math.min(
    await number('MaxInputBytesPerBatch', MAX_PAYLOAD_BYTES),
    MAX_PAYLOAD_BYTES,
  );
  const envelope = Buffer.byteLength(JSON.stringify({ ...rest, Items: [] }));
  return { items: await number('MaxItemsPerBatch', RANGE.max), bytes: bytes - envelope };
}

const RANGE = { min: 1, max: 100_000_000 };

const tooLarge = () =>
  new StatesError(
    'States.DataLimitExceeded',
    'An item is larger than the input of a batch may be.',
  );

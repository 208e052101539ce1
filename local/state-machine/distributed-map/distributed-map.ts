import { z } from 'zod';
import type { MapState } from '../definition/states.ts';
import { evaluate, evaluateInteger } from '../jsonata.ts';
import { type Json, payload } from '../payload.ts';
import {
  bindings,
  contextOf,
  evaluateOutput,
  type StateOutcome,
  type Visit,
} from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import { type MapRun, nameMapRun, runChildren } from './map-run.ts';
import { outputsOf, writeResults } from './write-results.ts';

/** Step Functions' limit of concurrent child executions. */
const MAX_CONCURRENCY = 10_000;

/**
 * Runs the processor for each item as an execution with its own history. The result is an array of outputs,
 * or where the ResultWriter has written them. No failure is tolerated.
 */
export async function distributedMap(state: MapState, visit: Visit): Promise<StateOutcome> {
  const { history, measures } = visit.execution;
  history.record('MapStateStarted', { length: 0 });
  const mapRun = nameMapRun(state, visit);
  history.record('MapRunStarted', { mapRunArn: mapRun.arn });
  const result = await run(state, visit, mapRun).catch((error: unknown) => {
    const details = error instanceof StatesError ? error.details() : {};
    if (!visit.signal.aborted) history.record('MapRunFailed', details);
    throw error;
  });
  history.record('MapRunSucceeded');
  payload(result, visit.name, measures);
  history.record('MapStateSucceeded');
  return {
    ...(await evaluateOutput(state, visit, { output: result, states: { result } })),
    next: state.Next,
  };
}

async function run(state: MapState, visit: Visit, mapRun: MapRun): Promise<Json> {
  const inputs = await selectItems(await readItems(state, visit), state, visit);
  const concurrency = await concurrencyOf(state, visit);
  const children = await runChildren(inputs, { state, visit, mapRun, concurrency });
  const { ResultWriter } = state;
  const result = ResultWriter && (await writeResults(children, ResultWriter, mapRun, visit));
  if (children.some(({ status }) => status !== 'SUCCEEDED')) throw exceeded();
  return result ?? outputsOf(children);
}

/** The inputs that `ItemSelector` gives; it reads each item and its index in `$states.context.Map`. */
async function selectItems(
  items: Json[],
  { ItemSelector }: MapState,
  visit: Visit,
): Promise<Json[]> {
  const inputs: Json[] = [];
  for (const [Index, Value] of items.entries()) {
    const context = { ...contextOf(visit), Map: { Item: { Index, Value } } };
    inputs.push(await evaluate(ItemSelector, 'ItemSelector', bindings(visit, { context })));
  }
  return inputs;
}

/** The number of concurrent items; 0 stands for Step Functions' limit. */
async function concurrencyOf({ MaxConcurrency }: MapState, visit: Visit): Promise<number> {
  const range = { min: 0, max: 99_999_999 };
  const limit = await evaluateInteger(MaxConcurrency, 'MaxConcurrency', bindings(visit), range);
  return limit === 0 ? MAX_CONCURRENCY : Math.min(limit, MAX_CONCURRENCY);
}

const exceeded = () =>
  new StatesError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );

const StoredObject = z.object({ Bucket: z.string(), Key: z.string() });
const Items = z.array(z.json());

/** The items in the JSON object that an ItemReader names. Throws `States.ItemReaderFailed`. */
async function readItems({ ItemReader }: MapState, visit: Visit): Promise<Json[]> {
  const args = await evaluate(ItemReader.Arguments, 'ItemReader/Arguments', bindings(visit));
  const { Key } = check(StoredObject, args);
  const found = await visit.execution.deps.storage.read(Key);
  if (!found) throw failed(`The specified key does not exist: ${Key}`);
  return check(Items, json(found.text));
}

function json(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw failed('Attempting to read an object that is not valid JSON');
  }
}

function check<T>(schema: z.ZodType<T>, value: Json): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw failed(z.prettifyError(error));
}

const failed = (cause: string) => new StatesError('States.ItemReaderFailed', cause);

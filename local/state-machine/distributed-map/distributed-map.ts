import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { concurrencyOf, itemsOf } from '../states/map-items.ts';
import type { Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import { batchItems } from './batch-items.ts';
import { type MapRun, nameMapRun } from './map-run.ts';
import { readItems } from './read-items.ts';
import { transform } from './results.ts';
import { runChildren } from './run-children.ts';
import { failedItems, toleranceOf } from './tolerance.ts';
import { writeResults } from './write-results.ts';

/** More child executions at once Step Functions does not run. */
const MOST = 10_000;

/**
 * Runs the processor for each item, or batch of items, as an execution with a history of its own. The
 * result is an array of outputs, or where the ResultWriter has put them.
 */
export async function distributedMap(state: MapState, visit: Visit): Promise<Json> {
  const { trail } = visit;
  const given = state.ItemReader ? undefined : await itemsOf(state, visit);
  trail.record('MapStateStarted', { length: given?.length ?? 0 });
  const mapRun = nameMapRun(state, visit);
  trail.record('MapRunStarted', { mapRunArn: mapRun.arn });
  try {
    const result = await run(state, visit, mapRun, given);
    trail.record('MapRunSucceeded');
    return result;
  } catch (error) {
    const details = error instanceof StatesError ? error.details() : {};
    if (!visit.signal.aborted) trail.record('MapRunFailed', details);
    throw error;
  }
}

async function run(
  state: MapState,
  visit: Visit,
  mapRun: MapRun,
  given: Json[] | undefined,
): Promise<Json> {
  const items = given ?? (await readItems(state, visit));
  const batches = await batchItems(items, state, visit);
  const tolerates = await toleranceOf(state, visit, items.length);
  const concurrency = await concurrencyOf(state, visit, MOST);
  const children = await runChildren(batches, { state, visit, mapRun, concurrency, tolerates });
  const { ResultWriter } = state;
  const result = ResultWriter
    ? await writeResults(children, ResultWriter, mapRun, visit)
    : transform(children, 'COMPACT', mapRun);
  if (!tolerates(failedItems(children))) throw exceeded();
  return result;
}

const exceeded = () =>
  new StatesError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );

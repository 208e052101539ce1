import type { MapState } from '../definition/machine.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { QueryFailed } from '../states-error.ts';
import type { ChildRun } from './child-run.ts';

/**
 * Whether a Map goes on with so many failed items out of `total`. A threshold of 0 counts as not
 * set; with none set, the first failure is too many, and with both, each is a limit.
 */
export async function toleranceOf(
  state: MapState,
  visit: Visit,
  total: number,
): Promise<(failed: number) => boolean> {
  const count = await threshold(state, 'ToleratedFailureCount', visit, total);
  const percentage = await threshold(state, 'ToleratedFailurePercentage', visit, 100);
  const limits = [
    ...(count > 0 ? [count] : []),
    ...(percentage > 0 ? [(percentage * total) / 100] : []),
  ];
  const limit = limits.length > 0 ? Math.min(...limits) : 0;
  return (failed) => failed <= limit;
}

/** Items, not batches, are counted. Children that were aborted have not failed. */
export const failedItems = (children: readonly ChildRun[]): number =>
  children
    .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT')
    .reduce((sum, { batch }) => sum + batch.items, 0);

async function threshold(
  state: MapState,
  field: 'ToleratedFailureCount' | 'ToleratedFailurePercentage',
  visit: Visit,
  most: number,
): Promise<number> {
  const value = await evaluate(state[field] ?? 0, field, bindings(visit));
  if (typeof value === 'number' && value >= 0) return Math.min(value, most);
  throw new QueryFailed(`The field '${field}' must be a number of 0 or more.`, field);
}

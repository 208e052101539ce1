import type { MapState } from '../definition/machine.ts';
import type { Task } from '../definition/simple-states.ts';
import { settle } from '../states/settle.ts';
import { type Outcome, reportQueries, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import { sleep } from '../timing.ts';
import { matches } from './matches.ts';
import { createRetries } from './retries.ts';

/** Attempts a state under its Retry, then hands what is left to its Catch. */
export async function handleErrors(
  state: Task | MapState,
  visit: Visit,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const { clock, random } = visit.execution.deps;
  const retries = createRetries(state.Retry, random);
  for (;;) {
    const result = await attempt().catch(failure);
    if (!(result instanceof StatesError)) return result;
    const delaySeconds = retries(result.error);
    if (delaySeconds === undefined) return caught(state, visit, result);
    await sleep(delaySeconds * 1000, clock, visit.signal);
  }
}

/** Aborts and errors of the interpreter itself are nobody's to retry. */
function failure(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  throw error;
}

async function caught(state: Task | MapState, visit: Visit, failed: StatesError): Promise<Outcome> {
  if (state.Type === 'Map') visit.execution.history.record('MapStateFailed');
  const index = state.Catch.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failed.error));
  const catcher = state.Catch[index];
  if (!catcher) throw failed;
  const errorOutput = { Error: failed.error, Cause: failed.causeText ?? '' };
  const given = { output: errorOutput, states: { errorOutput }, at: `Catch[${index}]/` };
  const settled = await reportQueries(visit, () => settle(catcher, visit, given));
  return { ...settled, next: catcher.Next };
}

import type { Retrier } from '../definition/state-fields.ts';
import type { MapState, Task } from '../definition/states.ts';
import { StatesError } from '../states-error.ts';
import { sleep } from '../timing.ts';
import { evaluateOutput, reportQueryErrors, type StateOutcome, type Visit } from './visit.ts';

/** Runs a state with its Retry; when no attempt is left, its Catch handles the error. */
export async function handleErrors(
  state: Task | MapState,
  visit: Visit,
  attempt: () => Promise<StateOutcome>,
): Promise<StateOutcome> {
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

/** Aborts and errors of the interpreter itself are never retried. */
function failure(error: unknown): StatesError {
  if (error instanceof StatesError) return error;
  throw error;
}

async function caught(
  state: Task | MapState,
  visit: Visit,
  failed: StatesError,
): Promise<StateOutcome> {
  if (state.Type === 'Map') visit.execution.history.record('MapStateFailed');
  const index = state.Catch.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failed.error));
  const catcher = state.Catch[index];
  if (!catcher) throw failed;
  const errorOutput = { Error: failed.error, Cause: failed.causeText ?? '' };
  const given = { output: errorOutput, states: { errorOutput }, at: `Catch[${index}]/` };
  const settled = await reportQueryErrors(visit, () => evaluateOutput(catcher, visit, given));
  return { ...settled, next: catcher.Next };
}

/** Errors that no wildcard of Retry or Catch matches (F3). */
const TERMINAL = ['States.DataLimitExceeded', 'States.Runtime'];

/**
 * Whether a retrier or catcher matches this error. `States.ALL` does not match `States.DataLimitExceeded`,
 * `States.TaskFailed` does not match `States.Timeout` either, and nothing matches `States.Runtime`.
 */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => name === error || isWildcardFor(name, error));
}

function isWildcardFor(name: string, error: string): boolean {
  if (TERMINAL.includes(error)) return false;
  return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
}

/** The seconds until the next attempt after this error; undefined if there is none. */
type Retries = (error: string) => number | undefined;

/**
 * Counts the attempts of one visit for each retrier. Only the first retrier that matches an error counts:
 * when it has no attempts left, a later one is not used.
 */
export function createRetries(retriers: readonly Retrier[], random: () => number): Retries {
  const used = new Map<Retrier, number>();
  return (error) => {
    const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
    if (!retrier) return undefined;
    const before = used.get(retrier) ?? 0;
    if (before >= retrier.MaxAttempts) return undefined;
    used.set(retrier, before + 1);
    return delaySeconds(retrier, before, random);
  };
}

function delaySeconds(retrier: Retrier, before: number, random: () => number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}

import type { Choice, Fail, State, Succeed, Wait } from '../definition/states.ts';
import { distributedMap } from '../distributed-map/distributed-map.ts';
import { evaluateBoolean, evaluateInteger, evaluateString } from '../jsonata.ts';
import { StatesError } from '../states-error.ts';
import { sleep } from '../timing.ts';
import { task } from './task.ts';
import { bindings, evaluateOutput, failureCause, type StateOutcome, type Visit } from './visit.ts';

/** Runs a state once. */
export function runState(state: State, visit: Visit): Promise<StateOutcome> {
  switch (state.Type) {
    case 'Succeed':
      return succeed(state, visit);
    case 'Fail':
      return fail(state, visit);
    case 'Wait':
      return wait(state, visit);
    case 'Choice':
      return choice(state, visit);
    case 'Task':
      return task(state, visit);
    case 'Map':
      return distributedMap(state, visit);
  }
}

async function succeed(state: Succeed, visit: Visit): Promise<StateOutcome> {
  return { ...(await evaluateOutput(state, visit, { output: visit.input })), next: undefined };
}

async function fail(state: Fail, visit: Visit): Promise<never> {
  const error = await evaluateString(state.Error, 'Error', bindings(visit));
  throw new StatesError(error, await evaluateString(state.Cause, 'Cause', bindings(visit)));
}

const SECONDS = { min: 0, max: 99_999_999 };

async function wait(state: Wait, visit: Visit): Promise<StateOutcome> {
  const seconds = await evaluateInteger(state.Seconds, 'Seconds', bindings(visit), SECONDS);
  await sleep(1000 * seconds, visit.execution.deps.clock, visit.signal);
  return { ...(await evaluateOutput(state, visit, { output: visit.input })), next: state.Next };
}

/**
 * Follows the first rule whose condition is true, else Default. Without a Default AWS fails with
 * `States.Runtime` (observed), although its documentation says `States.NoChoiceMatched`.
 */
async function choice({ Choices, Default }: Choice, visit: Visit): Promise<StateOutcome> {
  const to = (next: string) => ({ output: visit.input, assigned: {}, next });
  for (const [index, { Condition, Next }] of Choices.entries())
    if (await evaluateBoolean(Condition, `Choices[${index}]/Condition`, bindings(visit)))
      return to(Next);
  if (Default === undefined)
    throw new StatesError('States.Runtime', failureCause(visit, NO_NEXT_STATE));
  return to(Default);
}

const NO_NEXT_STATE =
  'Failed to transition out of the state. The state does not point to a next state.';

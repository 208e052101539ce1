import type { Branch, State } from '../definition/states.ts';
import type { Execution, Variables } from '../execution.ts';
import { type Json, payload } from '../payload.ts';
import { StatesError } from '../states-error.ts';
import { handleErrors } from './handle-errors.ts';
import { runState } from './run-state.ts';
import { reportQueryErrors, type StateOutcome, type Visit } from './visit.ts';

type Arrival = { name: string; input: Json; variables: Variables; signal: AbortSignal };

/** Runs states from `StartAt` to the end and gives the last output. */
export async function runBranch(
  branch: Branch,
  start: Json,
  signal: AbortSignal,
  execution: Execution,
): Promise<Json> {
  let input = start;
  let variables: Variables = {};
  let name: string | undefined = branch.StartAt;
  while (name !== undefined) {
    signal.throwIfAborted();
    const state = branch.States[name];
    if (!state) throw new StatesError('States.Runtime', `There is no state '${name}'.`);
    const outcome = await visitState(state, { name, input, variables, signal }, execution);
    variables = { ...variables, ...outcome.assigned };
    input = outcome.output;
    name = outcome.next;
  }
  return input;
}

/** Enters a state, runs it with its Retry, and leaves it. */
async function visitState(
  state: State,
  arrival: Arrival,
  execution: Execution,
): Promise<StateOutcome> {
  const visit = enter(state, arrival, execution);
  const outcome = await run(state, visit);
  if (state.Type !== 'Fail') leave(state.Type, visit, outcome);
  return outcome;
}

function enter({ Type }: State, arrival: Arrival, execution: Execution): Visit {
  const { name, input } = arrival;
  const text = payload(input, name, execution.measures);
  const details = { name, input: text, inputDetails: COMPLETE };
  const enteredId = execution.history.record(`${Type}StateEntered`, details);
  const EnteredTime = execution.deps.clock.now().toISOString();
  return { ...arrival, execution, enteredId, stateContext: { Name: name, EnteredTime } };
}

function run(state: State, visit: Visit): Promise<StateOutcome> {
  const attempt = () => reportQueryErrors(visit, () => runState(state, visit));
  return 'Retry' in state ? handleErrors(state, visit, attempt) : attempt();
}

function leave(
  type: Exclude<State['Type'], 'Fail'>,
  { name, execution }: Visit,
  { output, assigned }: StateOutcome,
): void {
  execution.history.record(`${type}StateExited`, {
    name,
    output: payload(output, name, execution.measures),
    outputDetails: COMPLETE,
    ...(Object.keys(assigned).length > 0 && {
      assignedVariables: texts(assigned),
      assignedVariablesDetails: COMPLETE,
    }),
  });
}

const texts = (variables: Variables) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]),
  );

const COMPLETE = { truncated: false };

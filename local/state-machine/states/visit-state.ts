import type { State } from '../definition/machine.ts';
import { handleErrors } from '../errors/handle-errors.ts';
import type { BranchStart, Execution } from '../execution.ts';
import type { Json } from '../json.ts';
import { payload } from '../payload.ts';
import { reportQueries } from './report-queries.ts';
import { runState } from './run-state.ts';
import type { Outcome, Visit } from './visit.ts';

/** Enters a state, runs it as often as its Retry says, and leaves it. */
export async function visitState(
  state: State,
  start: BranchStart & { name: string },
  execution: Execution,
): Promise<Outcome> {
  const visit = enter(state, start, execution);
  const outcome = await run(state, visit);
  if (state.Type !== 'Fail') leave(state.Type, visit, outcome);
  return outcome;
}

function enter(
  { Type }: State,
  start: BranchStart & { name: string },
  execution: Execution,
): Visit {
  const { name, input, trail } = start;
  const text = payload(input, name, execution.measures);
  const details = { name, input: text, inputDetails: COMPLETE };
  const enteredId = trail.record(`${Type}StateEntered`, details);
  const EnteredTime = execution.deps.clock.now().toISOString();
  return { ...start, execution, enteredId, stateContext: { Name: name, EnteredTime } };
}

function run(state: State, visit: Visit): Promise<Outcome> {
  const attempt = (each: Visit) => reportQueries(each, () => runState(state, each));
  return 'Retry' in state ? handleErrors(state, visit, attempt) : attempt(visit);
}

function leave(
  type: Exclude<State['Type'], 'Fail'>,
  { name, trail, execution }: Visit,
  { output, assigned }: Outcome,
): void {
  trail.record(`${type}StateExited`, {
    name,
    output: payload(output, name, execution.measures),
    outputDetails: COMPLETE,
    ...(Object.keys(assigned).length > 0 && {
      assignedVariables: texts(assigned),
      assignedVariablesDetails: COMPLETE,
    }),
  });
}

const texts = (variables: Readonly<Record<string, Json>>) =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]),
  );

const COMPLETE = { truncated: false };

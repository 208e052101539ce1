import type { Branch } from './definition/machine.ts';
import type { Child, Ending, Execution, MachineDeps } from './execution.ts';
import type { HistoryEvent } from './history/event.ts';
import { createHistory, type History } from './history/history.ts';
import { recordEnding } from './history/record-ending.ts';
import { createTrail, type Trail } from './history/trail.ts';
import { functions } from './jsonata/functions.ts';
import type { Measures } from './measures.ts';
import { payload } from './payload.ts';
import { runBranch } from './states/run-branch.ts';
import { StatesError } from './states-error.ts';
import { ExecutionStopped } from './stop-reason.ts';
import { type TimeLimit, timeLimit } from './timing/time-limit.ts';

type Shared = { deps: MachineDeps; measures: Measures };
type Executed = { ending: Ending; events: readonly HistoryEvent[] };

/**
 * Runs states as one execution, from ExecutionStarted to its last event. Rejects only with errors of
 * the interpreter itself.
 */
export async function execute(
  machine: Branch & { TimeoutSeconds?: number | undefined },
  start: Child,
  shared: Shared,
): Promise<Executed> {
  const { deps, measures } = shared;
  const history = createHistory(deps.clock, (event) => deps.onEvent?.(event, start.identity));
  const limit = timeLimit(machine.TimeoutSeconds, deps.clock, start.signal);
  const trail = createTrail(history, 0);
  const execution = createExecution(start, shared, history);
  const ending = await run(execution, machine, { ...start, trail, limit }).finally(limit.clear);
  recordEnding(history, trail, ending);
  measures.longestHistory = Math.max(measures.longestHistory, history.events.length);
  return { ending, events: history.events };
}

type Running = Child & { trail: Trail; limit: TimeLimit };

async function run(execution: Execution, machine: Branch, running: Running): Promise<Ending> {
  const { input, trail, limit, signal } = running;
  try {
    const text = JSON.stringify(input);
    execution.history.record('ExecutionStarted', 0, { input: text, inputDetails: COMPLETE });
    payload(input, execution.identity.name, execution.measures);
    const start = { input, variables: {}, signal: limit.signal, trail };
    return { status: 'SUCCEEDED', output: await execution.runBranch(machine, start) };
  } catch (error) {
    if (error instanceof StatesError) return { status: 'FAILED', ...error.details() };
    if (limit.isOver()) return { status: 'TIMED_OUT' };
    if (signal.aborted) return { status: 'ABORTED', ...stopDetails(signal) };
    throw error;
  }
}

function createExecution(start: Child, shared: Shared, history: History): Execution {
  const execution: Execution = {
    ...shared,
    history,
    identity: start.identity,
    context: context(start, shared.deps),
    functions: functions(shared.deps),
    runBranch: (branch, from) => runBranch(branch, from, execution),
    runChild: async (branch, child) => (await execute(branch, child, shared)).ending,
  };
  return execution;
}

function context({ identity, input }: Child, { clock }: MachineDeps): Execution['context'] {
  const { arn, name, stateMachineArn } = identity;
  const StartTime = clock.now().toISOString();
  return {
    Execution: { Id: arn, Input: input, Name: name, RoleArn, StartTime, RedriveCount: 0 },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) ?? '' },
  };
}

const RoleArn = 'arn:aws:iam::000000000000:role/local';
const COMPLETE = { truncated: false };

const stopDetails = ({ reason }: AbortSignal) =>
  reason instanceof ExecutionStopped ? reason.details : {};

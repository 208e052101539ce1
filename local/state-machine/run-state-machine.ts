import type { StateMachineDefinition } from './definition/parse-definition.ts';
import type { Branch } from './definition/states.ts';
import type { Execution, ExecutionStart, MachineDeps } from './execution.ts';
import { type ExecutionOutcome, type History, type HistoryEvent, newHistory } from './history.ts';
import { type Measures, payload, toJson } from './payload.ts';
import { runBranch } from './states/run-branch.ts';
import { ExecutionStopped, StatesError } from './states-error.ts';
import { type TimeLimit, timeLimit } from './timing.ts';

type MachineOptions = {
  /** The execution's name. */
  name: string;
  /** The state machine's ARN, `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
  arn: string;
};

/** How an execution ended, with its history and measurements. */
export type ExecutionResult = ExecutionOutcome & {
  history: readonly HistoryEvent[];
  /** The largest payload of any state, task, variable or execution, children included (F1). */
  largestPayloadBytes: number;
  /** The most events in one history, children included (F2). */
  longestHistory: number;
};

/**
 * Runs a state machine as Step Functions runs a standard workflow in JSONata, with its limits, error names
 * and history. Failures of the machine and its functions are in the result; only errors of the interpreter
 * itself reject.
 */
export async function runStateMachine(
  definition: StateMachineDefinition,
  input: unknown,
  deps: MachineDeps,
  options: MachineOptions,
): Promise<ExecutionResult> {
  const measures = { largestPayloadBytes: 0, longestHistory: 0 };
  const identity = {
    arn: executionArn(options.arn, options.name),
    name: options.name,
    stateMachineArn: options.arn,
  };
  const signal = deps.signal ?? new AbortController().signal;
  const start = { identity, input: toJson(input), signal };
  const { outcome, events } = await execute(definition, start, { deps, measures });
  return { ...outcome, ...measures, history: events };
}

/** The ARN of an execution of a state machine. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

type Shared = { deps: MachineDeps; measures: Measures };
type Executed = { outcome: ExecutionOutcome; events: readonly HistoryEvent[] };

/**
 * Runs states as one execution, from ExecutionStarted to its last event. Only errors of the interpreter
 * itself reject.
 */
async function execute(
  machine: Branch & { TimeoutSeconds?: number | undefined },
  start: ExecutionStart,
  shared: Shared,
): Promise<Executed> {
  const { deps, measures } = shared;
  const history = newHistory(deps.clock, (event) => deps.onEvent?.(event, start.identity));
  const limit = timeLimit(machine.TimeoutSeconds, deps.clock, start.signal);
  const execution = createExecution(start, shared, history);
  const outcome = await run(execution, machine, { ...start, limit }).finally(limit.clear);
  history.end(outcome);
  measures.longestHistory = Math.max(measures.longestHistory, history.events.length);
  return { outcome, events: history.events };
}

type Running = ExecutionStart & { limit: TimeLimit };

async function run(
  execution: Execution,
  machine: Branch,
  running: Running,
): Promise<ExecutionOutcome> {
  const { input, limit, signal } = running;
  try {
    const text = JSON.stringify(input);
    execution.history.record('ExecutionStarted', { input: text, inputDetails: COMPLETE });
    payload(input, execution.identity.name, execution.measures);
    const output = await runBranch(machine, input, limit.signal, execution);
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    if (error instanceof StatesError) return { status: 'FAILED', ...error.details() };
    if (limit.isExpired()) return { status: 'TIMED_OUT' };
    if (signal.aborted) return { status: 'ABORTED', ...stopDetails(signal) };
    throw error;
  }
}

function createExecution(start: ExecutionStart, shared: Shared, history: History): Execution {
  return {
    ...shared,
    history,
    identity: start.identity,
    context: context(start, shared.deps),
    runChild: async (branch, child) => (await execute(branch, child, shared)).outcome,
  };
}

function context(
  { identity, input }: ExecutionStart,
  { clock }: MachineDeps,
): Execution['context'] {
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

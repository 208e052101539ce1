import { execute } from './execute.ts';
import type { MachineDeps } from './execution.ts';
import type { Ending } from './history/history.ts';
import type { HistoryEvent } from './history/event.ts';
import { toJson } from './json.ts';
import type { StateMachineDefinition } from './parse-definition.ts';

export type MachineOptions = {
  /** The execution's name. */
  name: string;
  /** The state machine's ARN, `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
  arn: string;
};

/** How an execution ended, and what it came to on the way. */
export type ExecutionResult = Ending & {
  history: readonly HistoryEvent[];
  /** The largest payload of any state, task, variable or execution, children included (F1). */
  largestPayloadBytes: number;
  /** The most events in one history, children included (F2). */
  longestHistory: number;
};

/**
 * Runs a state machine as Step Functions runs a standard workflow in JSONata, with its limits, error
 * names and history. Rejects only with errors of the interpreter itself: whatever goes wrong in the
 * machine or its functions is in the result.
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
  const { ending, events } = await execute(definition, start, { deps, measures });
  return { ...ending, ...measures, history: events };
}

/** The ARN of an execution of a state machine. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

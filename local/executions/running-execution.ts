import type { ExecutionIdentity } from '../state-machine/execution.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import { ExecutionStopped } from '../state-machine/states-error.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** What runs a state machine; it gives what became of it. */
export type Run = (execution: {
  name: string;
  input: unknown;
  /** Aborts when the execution is stopped. */
  signal: AbortSignal;
  /** Is to hear every event, so that the history can be read while the execution runs. */
  onEvent: (event: HistoryEvent, execution: ExecutionIdentity) => void;
}) => Promise<ExecutionResult>;

/** An execution that this process runs. */
export type RunningExecution = {
  events: readonly HistoryEvent[];
  /** How it ended, when that is known. */
  result: Promise<ExecutionResult>;
  stop(error?: string, cause?: string): void;
};

/** Begins to run what a record says. An error of the interpreter itself fails the execution. */
export function beginExecution(record: ExecutionRecord, run: Run): RunningExecution {
  const { name, executionArn } = record;
  const controller = new AbortController();
  const events: HistoryEvent[] = [];
  const execution = {
    name,
    input: JSON.parse(record.input),
    signal: controller.signal,
    onEvent: (event: HistoryEvent, { arn }: ExecutionIdentity) => {
      if (arn === executionArn) events.push(event);
    },
  };
  return {
    events,
    result: Promise.resolve(execution)
      .then(run)
      .catch((error: unknown) => crashed(error, events)),
    stop(error, cause) {
      const reason = {
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
      controller.abort(new ExecutionStopped(reason));
    },
  };
}

function crashed(error: unknown, history: readonly HistoryEvent[]): ExecutionResult {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const measures = { largestPayloadBytes: 0, longestHistory: history.length };
  return { status: 'FAILED', error: 'Local.InterpreterFailed', cause, history, ...measures };
}

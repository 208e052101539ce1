import type { HistoryEvent } from '../state-machine/history/event.ts';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import { ExecutionStopped } from '../state-machine/stop-reason.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** What runs a state machine; it gives what became of it. */
export type Run = (execution: {
  name: string;
  input: unknown;
  /** Aborts when the execution is stopped. */
  signal: AbortSignal;
  /** Is to be told of the execution's own events, so that its history can be read while it runs. */
  onEvent: (event: HistoryEvent) => void;
}) => Promise<ExecutionResult>;

/** An execution that this process runs. */
export type RunningExecution = {
  events: readonly HistoryEvent[];
  /** How it ended, when that is known. */
  result: Promise<ExecutionResult>;
  stop(error?: string, cause?: string): void;
};

/** Begins to run what a record says. An error of the interpreter itself fails the execution. */
export function beginExecution({ name, input }: ExecutionRecord, run: Run): RunningExecution {
  const controller = new AbortController();
  const events: HistoryEvent[] = [];
  const { signal } = controller;
  const onEvent = (event: HistoryEvent) => events.push(event);
  const begun = Promise.resolve().then(() =>
    run({ name, input: JSON.parse(input), signal, onEvent }),
  );
  return {
    events,
    result: begun.catch((error: unknown) => crashed(error, events)),
    stop(error, cause) {
      const details = {
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
      controller.abort(new ExecutionStopped(details));
    },
  };
}

function crashed(error: unknown, history: readonly HistoryEvent[]): ExecutionResult {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const measures = { largestPayloadBytes: 0, longestHistory: history.length };
  return { status: 'FAILED', error: 'Local.InterpreterFailed', cause, history, ...measures };
}

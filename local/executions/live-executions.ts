import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { ExecutionIdentity } from '../state-machine/execution.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import { ExecutionStopped } from '../state-machine/states-error.ts';
import type { ExecutionFiles } from './execution-files.ts';
import { type ExecutionRecord, endRecord } from './execution-record.ts';
import { type StatusChange, statusChange } from './status-change.ts';

/** An execution of this process, until its end is recorded and `onStatusChange` has finished. */
type LiveExecution = {
  events: readonly HistoryEvent[];
  /** Aborts it; gives its record when its end is recorded. */
  stop(error?: string, cause?: string): Promise<ExecutionRecord>;
  /** Its record when `onStatusChange` has finished, too. */
  finished: Promise<ExecutionRecord>;
};

export type LiveSettings = {
  run: Run;
  clock: Clock;
  /** Receives executions that ended FAILED, TIMED_OUT or ABORTED, as EventBridge delivers them. */
  onStatusChange?: (event: StatusChange) => void | Promise<void>;
};

type LiveExecutions = {
  start(record: ExecutionRecord): void;
  get(name: string): LiveExecution | undefined;
};

/** Runs executions, records how they end, and then calls `onStatusChange` for those that failed. */
export function liveExecutions(
  files: ExecutionFiles,
  { run, clock, onStatusChange = () => {} }: LiveSettings,
): LiveExecutions {
  const live = new Map<string, LiveExecution>();
  return {
    get: (name) => live.get(name),
    start(record) {
      const { name } = record;
      const { events, result, stop } = startExecution(record, run);
      const recorded = result.then((outcome) => {
        const ended = endRecord(record, outcome, clock.now());
        files.writeHistory(name, [...outcome.history]);
        files.update(ended);
        return ended;
      });
      const finished = recorded.then(async (ended) => {
        if (ended.status !== 'SUCCEEDED') await onStatusChange(statusChange(ended));
        return ended;
      });
      // A caller that waits for `finished` gets its errors; without one they must not stop the process.
      finished.finally(() => live.delete(name)).catch(() => {});
      live.set(name, {
        events,
        finished,
        stop: (error, cause) => {
          stop(error, cause);
          return recorded;
        },
      });
    },
  };
}

/** Runs a state machine to its end. */
export type Run = (execution: {
  name: string;
  input: unknown;
  /** Aborts when the execution is stopped. */
  signal: AbortSignal;
  /** To be called with every event, so that the history can be read while the execution runs. */
  onEvent: (event: HistoryEvent, execution: ExecutionIdentity) => void;
}) => Promise<ExecutionResult>;

/** Starts the execution of a record. An error of the interpreter itself fails it. */
function startExecution(record: ExecutionRecord, run: Run) {
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
      .catch((error: unknown) => interpreterFailed(error, events)),
    stop(error?: string, cause?: string) {
      const reason = {
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
      controller.abort(new ExecutionStopped(reason));
    },
  };
}

function interpreterFailed(error: unknown, history: readonly HistoryEvent[]): ExecutionResult {
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const measures = { largestPayloadBytes: 0, longestHistory: history.length };
  return { status: 'FAILED', error: 'Local.InterpreterFailed', cause, history, ...measures };
}

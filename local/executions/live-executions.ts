import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { ExecutionIdentity } from '../state-machine/execution.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import { ExecutionStopped } from '../state-machine/states-error.ts';
import type { ExecutionFiles } from './execution-files.ts';
import { type ExecutionRecord, endRecord } from './execution-record.ts';
import { type StatusChange, statusChange } from './status-change.ts';

/** An execution that this process runs, until everything about its end is done. */
type LiveExecution = {
  events: readonly HistoryEvent[];
  /** Aborts it, and gives its record when the end is written down. */
  stop(error?: string, cause?: string): Promise<ExecutionRecord>;
  /** Its record when `onStatusChange` is through with it, too. */
  finished: Promise<ExecutionRecord>;
};

/** How executions run, and who is told of those that end badly. */
export type LiveSettings = {
  run: Run;
  clock: Clock;
  /** Receives executions that ended FAILED, TIMED_OUT or ABORTED, as EventBridge delivers them. */
  onStatusChange?: (event: StatusChange) => void | Promise<void>;
};

type LiveExecutions = {
  begin(record: ExecutionRecord): void;
  get(name: string): LiveExecution | undefined;
};

/** Runs executions, writes down how they end, and then tells of those that ended badly. */
export function liveExecutions(
  files: ExecutionFiles,
  { run, clock, onStatusChange = () => {} }: LiveSettings,
): LiveExecutions {
  const live = new Map<string, LiveExecution>();
  return {
    get: (name) => live.get(name),
    begin(record) {
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
      // Whoever waits for `finished` hears of its errors; nobody has to.
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
type RunningExecution = {
  events: readonly HistoryEvent[];
  /** How it ended, when that is known. */
  result: Promise<ExecutionResult>;
  stop(error?: string, cause?: string): void;
};

/** Begins to run what a record says. An error of the interpreter itself fails the execution. */
function startExecution(record: ExecutionRecord, run: Run): RunningExecution {
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

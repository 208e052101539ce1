import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import { endRecord } from './end-record.ts';
import type { ExecutionFiles } from './execution-files.ts';
import type { ExecutionRecord } from './execution-record.ts';
import { beginExecution, type Run } from './running-execution.ts';
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

export type LiveExecutions = {
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
      const { events, result, stop } = beginExecution(record, run);
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

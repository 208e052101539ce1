import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { ProcessMark } from './process-alive.ts';
import type { Run } from './running-execution.ts';
import type { StatusChange } from './status-change.ts';

/** What executions on this machine need. */
export type ExecutionsSettings = {
  /** The lake's folder; the records lie in `.sluice/` below it. */
  directory: string;
  stateMachineArn: string;
  run: Run;
  clock: Clock;
  processAlive: (process: ProcessMark) => boolean;
  /** Whose executions these are; this process's, unless a test plays several. */
  self?: ProcessMark;
  /** Hears of executions that ended FAILED, TIMED_OUT or ABORTED, as EventBridge would tell it. */
  onStatusChange?: (event: StatusChange) => void | Promise<void>;
};

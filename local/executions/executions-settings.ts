import type { LiveSettings } from './live-executions.ts';
import type { ProcessMark } from './process-alive.ts';

/** What executions on this machine need. */
export type ExecutionsSettings = LiveSettings & {
  /** The lake's folder; the records lie in `.sluice/` below it. */
  directory: string;
  stateMachineArn: string;
  processAlive: (process: ProcessMark) => boolean;
  /** Whose executions these are; this process's, unless a test plays several. */
  self?: ProcessMark;
};

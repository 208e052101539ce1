import type { Ending, ExecutionIdentity } from '../execution.ts';
import type { Batch } from './batch-items.ts';

/** One child execution of a Map Run, or one that was never started. */
export type ChildRun = { batch: Batch } & (
  | { status: 'PENDING' }
  | {
      status: Ending['status'];
      ending: Ending;
      identity: ExecutionIdentity;
      startedAt: Date;
      stoppedAt: Date;
    }
);

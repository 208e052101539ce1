import type { ProgressRecord } from '../lake/export-records.ts';
import type { Log } from '../runtime/log.ts';

/**
 * Tells, by a log line and the metric of an alarm, of a job that goes on and does not get on. A server
 * that never says how far it is cannot be told from one that is stuck; there the deadline counts alone.
 */
export function tellStuck(
  exportId: string,
  progress: ProgressRecord,
  stuckAfterHours: number,
  log: Log,
): void {
  const { polledAt, unchangedSince, resourceCount, batches, note } = progress;
  const says = note ?? batches ?? resourceCount;
  const unchangedHours = (Date.parse(polledAt) - Date.parse(unchangedSince)) / 3_600_000;
  if (says === undefined || unchangedHours < stuckAfterHours) return;
  log.count('StuckPolls', 1);
  log.warn('poll.stuck', { exportId, unchangedHours: Math.floor(unchangedHours) });
}

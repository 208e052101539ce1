import type { Log } from '../../runtime/log.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent } from '../../workflow/workflow.ts';
import type { PaceRecord } from './pace-record.ts';

export type TellDeps = { log: Log };

/** Tells of a slow-down, and by the metric of an alarm of a source that asks to wait for too long. */
export function tellSlowDown(
  { exportId, source }: DownloadEvent,
  { allowed, slowedAt, notBefore, busySince }: PaceRecord,
  { stuckAfterHours }: Source,
  { log }: TellDeps,
): void {
  const waitSeconds = Math.ceil((Date.parse(notBefore) - Date.parse(slowedAt)) / 1000);
  log.count('SlowDowns', 1);
  log.warn('download.slowed', { exportId, source, waitSeconds, allowed });
  const busyHours = (Date.parse(slowedAt) - Date.parse(busySince)) / 3_600_000;
  if (busyHours < stuckAfterHours) return;
  log.count('StuckDownloads', 1);
  log.warn('download.stuck', { exportId, source, busyHours: Math.floor(busyHours) });
}

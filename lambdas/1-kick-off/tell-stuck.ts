import type { Log } from '../runtime/log.ts';

/** Tells, by a log line and the metric of an alarm, of a server that has begun no job for so long (K3). */
export function tellStuck(
  exportId: string,
  busyHours: number,
  stuckAfterHours: number,
  log: Log,
): void {
  if (busyHours < stuckAfterHours) return;
  log.count('StuckKickOffs', 1);
  log.warn('kick-off.stuck', { exportId, busyHours: Math.floor(busyHours) });
}

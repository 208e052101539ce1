import type { Log } from '../runtime/log.ts';

const MIN_SECONDS = 60;
const MAX_SECONDS = 15 * 60;
/** A tenth of the time that has passed, as between polls. */
const SHARE_OF_AGE = 0.1;

/**
 * Seconds until the kick-off is tried again: as long as the server asks for, else 1, 1, 2, 4, 8 and
 * then 15 minutes, which is the time that has passed so far (K3, rule 23). A server that asks for the
 * same few seconds for days is asked less and less often, as each try is 9 of the 25,000 events of a
 * history.
 */
export function busyWaitSeconds(ageSeconds: number, retryAfterSeconds: number | undefined): number {
  const own = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, ageSeconds));
  const least = Math.min(MAX_SECONDS, ageSeconds * SHARE_OF_AGE);
  return Math.ceil(retryAfterSeconds === undefined ? own : Math.max(retryAfterSeconds, least));
}

/** Tells, by a log line and the metric of an alarm, of a server that has begun no job for so long (K3). */
export function warnStuck(
  exportId: string,
  busyHours: number,
  stuckAfterHours: number,
  log: Log,
): void {
  if (busyHours < stuckAfterHours) return;
  log.count('StuckKickOffs', 1);
  log.warn('kick-off.stuck', { exportId, busyHours: Math.floor(busyHours) });
}

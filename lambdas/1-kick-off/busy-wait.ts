import type { Storage } from '../lake/storage.ts';
import { type Clock, withinDeadline } from '../runtime/clock.ts';
import { ExportAbandoned } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';
import type { KickedOff, KickOffEvent } from '../workflow/events.ts';
import { reportLongWait } from '../workflow/long-wait.ts';

type WaitDeps = { sources: Sources; storage: Storage; clock: Clock; log: Log };

/**
 * Lets Step Functions wait for a server that accepts no job now (K3, rule 23). Logs and counts each
 * wait after the source's `stuckAfterHours`. Throws ExportAbandoned if the export was cancelled.
 */
export async function waitForServer(
  { exportId, startedAt, start: { source } }: KickOffEvent,
  retryAfterSeconds: number | undefined,
  { sources, storage, clock, log }: WaitDeps,
): Promise<KickedOff> {
  const { deadlineHours, stuckAfterHours } = sourceNamed(sources, source);
  const now = clock.now();
  const ageSeconds = (now.getTime() - Date.parse(startedAt)) / 1000;
  if ((await decisionOf(exportId, storage)) === 'abandon')
    throw new ExportAbandoned(`export ${exportId} was cancelled before it was kicked off`);
  if (ageSeconds >= stuckAfterHours * 3600) {
    log.count('StuckKickOffs', 1);
    log.warn('kick-off.stuck', { exportId, busyHours: Math.floor(ageSeconds / 3600) });
  }
  const limits = { startedAt, deadlineHours, now };
  const waitSeconds = withinDeadline(busyWaitSeconds(ageSeconds, retryAfterSeconds), limits);
  log.warn('kick-off.busy', { exportId, source, waitSeconds });
  await reportLongWait({ exportId, step: 'kick-off', waitSeconds }, { storage, clock, log });
  return { kind: 'busy', waitSeconds };
}

const MIN_SECONDS = 60;
const MAX_SECONDS = 15 * 60;
/** A tenth of the time that has passed, as between polls. */
const SHARE_OF_AGE = 0.1;

/**
 * Seconds until the next kick-off request: the server's `Retry-After`. Without one the wait equals the
 * time that has passed, from 1 to 15 minutes (K3, rule 23). If a server asks for the same few seconds
 * for days, the waits grow all the same: each request costs 9 of the 25,000 events of an execution's
 * history.
 */
export function busyWaitSeconds(ageSeconds: number, retryAfterSeconds: number | undefined): number {
  const own = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, ageSeconds));
  const least = Math.min(MAX_SECONDS, ageSeconds * SHARE_OF_AGE);
  return Math.ceil(retryAfterSeconds === undefined ? own : Math.max(retryAfterSeconds, least));
}

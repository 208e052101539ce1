import { readRetryAfter } from '../../fhir-server/time-headers.ts';
import type { LoginBusy, ServerBusy } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/events.ts';
import { type Acquired, acquire, CHECK_SECONDS, isDown, release, throttled } from './throttle.ts';
import { type ThrottleDeps, type ThrottleRecord, updateThrottle } from './throttle-record.ts';

/** The part of one call of Download in its source's throttle. */
type CallThrottle = {
  /** Before each item: undefined if it may be requested, else how long the unit has to wait. */
  acquire(): Promise<Unfinished | undefined>;
  /**
   * After a throttled response: throttles the whole source, and gives how long this unit has to wait.
   * Throws `busy` if the source counts as down.
   */
  onThrottled(busy: ServerBusy, requestedAt: Date): Promise<Unfinished>;
  /** How long this unit has to wait for a login. The server did not throttle: the source goes on. */
  onLoginBusy(busy: LoginBusy): Unfinished;
  /** Gives the call's slot to others. */
  release(): Promise<void>;
};

export type CallLimits = {
  remainingMilliseconds: () => number;
  /** Whether a source that counts as down fails the call. Attachments wait, and fail one by one. */
  whenDown: 'fail' | 'wait';
};

export type CallThrottleDeps = ThrottleDeps & { log: Log };

/**
 * For a source that was never throttled this costs one read of a missing record every ten seconds; for
 * others the call has to hold a slot. A slot belongs to the unit: the next call of the unit finds it
 * again, also after a crash; without a next call it expires with the time limit of this one.
 */
export function callThrottle(
  event: DownloadEvent,
  source: Source,
  deps: CallThrottleDeps,
  { remainingMilliseconds, whenDown }: CallLimits,
): CallThrottle {
  const { clock, random, log } = deps;
  const { maxConcurrency } = source;
  const holder = event.unitKey;
  const endsAt = clock.now().getTime() + remainingMilliseconds();
  const slot = { holder, expiresAt: new Date(endsAt).toISOString() };
  let checkedAt = Number.NEGATIVE_INFINITY;
  let hasSlot = false;
  const wait = (throttle: Pick<ThrottleRecord, 'notBefore' | 'allowed'>): Unfinished => ({
    kind: 'retry-after',
    waitSeconds: nextCallSeconds(throttle, { now: clock.now(), waits: event.waits, random }),
  });
  return {
    async acquire() {
      const now = clock.now();
      if (now.getTime() - checkedAt < CHECK_SECONDS * 1000) return undefined;
      checkedAt = now.getTime();
      const decide = (before: ThrottleRecord | undefined): Acquired<ThrottleRecord | undefined> =>
        before
          ? acquire(before, slot, now, maxConcurrency)
          : { access: 'unlimited', throttle: undefined };
      const { access, throttle } = await updateThrottle(event.source, decide, deps);
      hasSlot = access === 'slot';
      return throttle && access === 'wait' ? wait(throttle) : undefined;
    },
    async onThrottled(busy, requestedAt) {
      const now = clock.now();
      const retryAfterSeconds = readRetryAfter(busy.retryAfter, now);
      const response = { requestedAt, now, retryAfterSeconds };
      const decide = (before: ThrottleRecord | undefined) => {
        const next = throttled(before, response, maxConcurrency);
        const isNew = next.throttledAt !== before?.throttledAt;
        return { throttle: release(next, holder), isNew };
      };
      const { throttle, isNew } = await updateThrottle(event.source, decide, deps);
      hasSlot = false;
      if (isNew) logThrottling(event, throttle, source, log);
      if (whenDown === 'fail' && isDown(throttle, response)) throw busy;
      return wait(throttle);
    },
    onLoginBusy({ retryAfter }) {
      const now = clock.now();
      const waitSeconds = readRetryAfter(retryAfter, now) ?? LOGIN_WAIT_SECONDS;
      log.warn('download.login-busy', { exportId: event.exportId, waitSeconds });
      const notBefore = new Date(now.getTime() + waitSeconds * 1000).toISOString();
      return wait({ notBefore, allowed: maxConcurrency });
    },
    async release() {
      if (!hasSlot) return;
      const decide = (before: ThrottleRecord | undefined) => ({
        throttle: before && release(before, holder),
      });
      await updateThrottle(event.source, decide, deps);
    },
  };
}

/** Wait for a login without `Retry-After`; it grows with the number of waits. */
const LOGIN_WAIT_SECONDS = 15;

/** Spreads the calls that wait for the same moment. */
const JITTER_SECONDS = 5;
const JITTER_SECONDS_PER_SLOT = 0.1;

/** Between two checks for a free slot. */
const SLOT_CHECK_SECONDS = { min: 10, jitter: 20 };

/** The n-th wait of a unit takes at least n seconds, up to this. */
const MAX_MIN_WAIT_SECONDS = 15 * 60;

type Waiting = {
  now: Date;
  /** How often the unit has waited. */
  waits: number;
  random: () => number;
};

/**
 * Seconds until the next call of a unit that may not send requests now. A wait is 9 of the 25,000 events
 * of an execution's history: as each takes at least a second longer than the one before, the longest
 * deadline of fourteen days has some 1,800 of them, 16,200 events.
 */
export function nextCallSeconds(
  { notBefore, allowed }: Pick<ThrottleRecord, 'notBefore' | 'allowed'>,
  { now, waits, random }: Waiting,
): number {
  const leftSeconds = (Date.parse(notBefore) - now.getTime()) / 1000;
  const wait =
    leftSeconds > 0
      ? leftSeconds + random() * (JITTER_SECONDS + allowed * JITTER_SECONDS_PER_SLOT)
      : SLOT_CHECK_SECONDS.min + random() * SLOT_CHECK_SECONDS.jitter;
  return Math.ceil(Math.max(wait, Math.min(MAX_MIN_WAIT_SECONDS, waits + 1)));
}

/** Logs and counts the throttling; after `stuckAfterHours` also by the metric that has an alarm. */
function logThrottling(
  { exportId, source }: DownloadEvent,
  { allowed, throttledAt, notBefore, throttledSince }: ThrottleRecord,
  { stuckAfterHours }: Source,
  log: Log,
): void {
  const waitSeconds = Math.ceil((Date.parse(notBefore) - Date.parse(throttledAt)) / 1000);
  log.count('ThrottledResponses', 1);
  log.warn('download.throttled', { exportId, source, waitSeconds, allowed });
  const throttledHours = (Date.parse(throttledAt) - Date.parse(throttledSince)) / 3_600_000;
  if (throttledHours < stuckAfterHours) return;
  log.count('StuckDownloads', 1);
  log.warn('download.stuck', { exportId, source, throttledHours: Math.floor(throttledHours) });
}

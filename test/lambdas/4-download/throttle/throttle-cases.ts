import { acquire, throttled } from '../../../../lambdas/4-download/throttle/throttle.ts';
import type { ThrottleRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';

export const MAX = 8;
export const CALL_SECONDS = 300;
/** So many seconds after the beginning of the test. */
export const at = (seconds: number) =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);
export const seconds = (instant: string) => (Date.parse(instant) - at(0).getTime()) / 1000;

/** A throttled response. */
export const response = (now: number, retryAfterSeconds?: number, requestedAt = now) => ({
  ...{ requestedAt: at(requestedAt), now: at(now), retryAfterSeconds },
});
export const throttledBy = (
  throttle: ThrottleRecord | undefined,
  answer: ReturnType<typeof response>,
  max = MAX,
) => throttled(throttle, answer, max);

/** All holders ask for a slot, one after the other; gives who may send requests, and the throttle then. */
export function acquireAll(before: ThrottleRecord, holders: string[], now: number, max = MAX) {
  let throttle = before;
  const allowed = holders.filter((holder) => {
    const slot = { holder, expiresAt: at(now + CALL_SECONDS).toISOString() };
    const acquired = acquire(throttle, slot, at(now), max);
    throttle = acquired.throttle;
    return acquired.access !== 'wait';
  });
  return { allowed, throttle };
}
export const UNITS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

import { claim, slowedDown } from '../../../../lambdas/4-download/throttle/throttle.ts';
import type { PaceRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';

export const MAX = 8;
export const CALL_SECONDS = 300;
/** So many seconds after the beginning of the test. */
export const at = (seconds: number) =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);
export const seconds = (instant: string) => (Date.parse(instant) - at(0).getTime()) / 1000;

/** A busy answer that came at once. */
export const busy = (now: number, retryAfterSeconds?: number, askedAt = now) => ({
  ...{ askedAt: at(askedAt), now: at(now), retryAfterSeconds },
});
export const slowed = (pace: PaceRecord | undefined, answer: ReturnType<typeof busy>, max = MAX) =>
  slowedDown(pace, answer, max);

/** Everybody of a list asks for a place, one after the other; who may ask, and the pace after that. */
export function claims(before: PaceRecord, holders: string[], now: number, max = MAX) {
  let pace = before;
  const may = holders.filter((holder) => {
    const place = { holder, until: at(now + CALL_SECONDS).toISOString() };
    const claimed = claim(pace, place, at(now), max);
    pace = claimed.pace;
    return claimed.may !== 'not now';
  });
  return { may, pace };
}
export const UNITS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

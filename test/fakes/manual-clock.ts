import type { Clock } from '../../lambdas/runtime/clock.ts';

/** A clock that advances only by a test or a sleep. */
type ManualClock = Clock & {
  /** Milliseconds of each sleep so far. */
  readonly sleeps: readonly number[];
  advance(seconds: number): void;
};

/** The time at which every test starts. */
export const NOW = '2026-11-22T03:00:00.000Z';

/** A sleep advances the clock and returns at once. */
export function manualClock(): ManualClock {
  let now = Date.parse(NOW);
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => new Date(now),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
    advance(seconds) {
      now += seconds * 1000;
    },
  };
}

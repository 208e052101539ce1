import type { Clock } from '../../lambdas/runtime/clock.ts';

/** A clock that stands still until a test, or a sleep, moves it. */
export type ManualClock = Clock & {
  /** Milliseconds of each sleep so far. */
  readonly sleeps: readonly number[];
  advance(seconds: number): void;
};

/** Every test begins on the same morning. */
export const NOW = '2026-11-22T03:00:00.000Z';

/** Time that passes at once: a sleep is over when it begins. */
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

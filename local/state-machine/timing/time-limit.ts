import type { Clock } from '../../../lambdas/shared/clock.ts';
import { sleep } from './sleep.ts';

export type TimeLimit = {
  /** Aborts when the time is over, or with the signal that was given. */
  signal: AbortSignal;
  isOver(): boolean;
  /** Stops the timer. */
  clear: () => void;
};

/** The time that a whole execution has; endless where no seconds are given. */
export function timeLimit(
  seconds: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): TimeLimit {
  if (seconds === undefined) return { signal, isOver: () => false, clear: () => {} };
  const over = new AbortController();
  const cleared = new AbortController();
  sleep(seconds * 1000, clock, cleared.signal).then(
    () => over.abort(new Error('the time limit is over')),
    () => {},
  );
  return {
    signal: AbortSignal.any([signal, over.signal]),
    isOver: () => over.signal.aborted,
    clear: () => cleared.abort(),
  };
}

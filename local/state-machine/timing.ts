import type { Clock } from '../../lambdas/runtime/clock.ts';

/** A timer of Node takes no more: 24.8 days. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Sleeps however long it takes, in as many naps as timers need. */
export async function sleep(
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  for (let left = milliseconds; left > 0; left -= LONGEST_MILLISECONDS)
    await clock.sleep(Math.min(left, LONGEST_MILLISECONDS), signal);
}

export type TimeLimit = {
  /** Aborts when the time is over, or with the signal that was given. */
  signal: AbortSignal;
  isExpired(): boolean;
  /** Stops the timer. */
  clear: () => void;
};

/** The time that a whole execution has; endless where no seconds are given. */
export function timeLimit(
  seconds: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): TimeLimit {
  if (seconds === undefined) return { signal, isExpired: () => false, clear: () => {} };
  const over = new AbortController();
  const cleared = new AbortController();
  sleep(seconds * 1000, clock, cleared.signal).then(
    () => over.abort(new Error('the time limit is over')),
    () => {},
  );
  return {
    signal: AbortSignal.any([signal, over.signal]),
    isExpired: () => over.signal.aborted,
    clear: () => cleared.abort(),
  };
}

type Limit = {
  milliseconds: number;
  /** What it rejects with when the time is over. */
  late: () => Error;
  clock: Clock;
  signal: AbortSignal;
};

/**
 * The result of work that has so much time. Past it, or when `signal` aborts, it rejects without
 * waiting for the work, whose own signal aborts then.
 */
export async function withTimeLimit<T>(
  { milliseconds, late, clock, signal }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const timer = sleep(milliseconds, clock, either).then(() => {
    throw late();
  });
  try {
    return await Promise.race([work(either), timer]);
  } finally {
    over.abort(OVER);
  }
}

/** Made once: an error of its own for every call would cost more than the call. */
const OVER = new Error('nobody waits for this any more');

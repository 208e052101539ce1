import type { Clock } from '../../lambdas/runtime/clock.ts';

/** The limit of Node's timers: 24.8 days. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Sleeps for any time, with as many timers as it needs. */
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
  /** Aborts when the time is over, or with the given signal. */
  signal: AbortSignal;
  isExpired(): boolean;
  /** Stops the timer. */
  clear: () => void;
};

/** The time limit of an execution; default: none. */
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
  /** The error when the time is over. */
  timeoutError: () => Error;
  clock: Clock;
  signal: AbortSignal;
};

/**
 * The result of work with a time limit. When the time is over or `signal` aborts, it rejects without
 * waiting for the work, and aborts the work's own signal.
 */
export async function withTimeLimit<T>(
  { milliseconds, timeoutError, clock, signal }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const timer = sleep(milliseconds, clock, either).then(() => {
    throw timeoutError();
  });
  try {
    return await Promise.race([work(either), timer]);
  } finally {
    over.abort(OVER);
  }
}

/** Created once, because a new error for every call would cost more than the call. */
const OVER = new Error('the time limit is over, or the work has ended');

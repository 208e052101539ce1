import type { Clock } from '../../../lambdas/shared/clock.ts';
import { sleep } from './sleep.ts';

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
export async function within<T>(
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

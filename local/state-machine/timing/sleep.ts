import type { Clock } from '../../../lambdas/shared/clock.ts';

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

import type { Retrier } from '../definition/retry-and-catch.ts';
import { matches } from './matches.ts';

/** Seconds until the next attempt after this error; undefined where there is none. */
export type Retries = (error: string) => number | undefined;

/**
 * Counts the attempts of one visit, for each retrier apart. Only the first that matches an error
 * counts: once it has none left, a later one does not help.
 */
export function createRetries(retriers: readonly Retrier[], random: () => number): Retries {
  const used = new Map<Retrier, number>();
  return (error) => {
    const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
    if (!retrier) return undefined;
    const before = used.get(retrier) ?? 0;
    if (before >= retrier.MaxAttempts) return undefined;
    used.set(retrier, before + 1);
    return delaySeconds(retrier, before, random);
  };
}

function delaySeconds(retrier: Retrier, before: number, random: () => number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  const delay = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}

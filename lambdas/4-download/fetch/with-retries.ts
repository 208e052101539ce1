import type { Clock } from '../../runtime/clock.ts';
import { retryWait } from './retry-waits.ts';

/**
 * Runs once, and again after errors that may be none the next time: {@link retryWait} says how often.
 * Longer outages are the state machine's to wait for, where waiting costs nothing. `before`: how earlier
 * runs have failed, which counts.
 */
export async function withRetries<Result>(
  run: () => Promise<Result>,
  { clock }: { clock: Clock },
  before: readonly unknown[] = [],
): Promise<Result> {
  const failures = [...before];
  for (;;) {
    try {
      return await run();
    } catch (error) {
      failures.push(error);
      const waitSeconds = retryWait(failures);
      if (waitSeconds === undefined) throw error;
      await clock.sleep(waitSeconds * 1000);
    }
  }
}

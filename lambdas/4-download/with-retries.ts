import type { Clock } from '../shared/clock.ts';
import { FileNotNdjson, FileTruncated, ServerBusy, ServerUnavailable } from '../shared/errors.ts';

/** What may be different the next time: a cut, a proxy's page in place of the file (D1, D8, D10). */
const TRANSIENT = [FileTruncated, FileNotNdjson, ServerBusy, ServerUnavailable];
const WAITS_SECONDS = [1, 4];

/**
 * Runs once, and up to twice more after a transient error. Longer outages are the state machine's to
 * wait for, where waiting costs nothing.
 */
export async function withRetries<Result>(
  run: () => Promise<Result>,
  { clock }: { clock: Clock },
): Promise<Result> {
  for (const waitSeconds of WAITS_SECONDS) {
    try {
      return await run();
    } catch (error) {
      if (!TRANSIENT.some((transient) => error instanceof transient)) throw error;
      await clock.sleep(waitSeconds * 1000);
    }
  }
  return run();
}

import type { Clock } from '../../runtime/clock.ts';
import {
  FileNotNdjson,
  FileTruncated,
  LineRefused,
  ServerUnavailable,
} from '../../runtime/errors.ts';
import { FileCut } from '../store/errors.ts';

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

/** So often a call asks for the rest of a file that was cut short. */
const MOST_CUTS = 20;

/** How long to wait before a file is fetched once more, each time that it fails so. */
type Patience = { isSuch(error: unknown): boolean; waitsSeconds: readonly number[] };

/** The first that fits counts: a line that is wrong is still wrong the second time, or was cut (D10). */
const PATIENCE: readonly Patience[] = [
  { isSuch: (error) => error instanceof LineRefused, waitsSeconds: [1] },
  /** More of it has come each time; the rest is asked for. */
  { isSuch: (error) => error instanceof FileCut, waitsSeconds: Array<number>(MOST_CUTS).fill(1) },
  /** What may be different the next time: a cut, a proxy's page in place of the file (D1, D8). */
  {
    isSuch: (error) =>
      [FileTruncated, FileNotNdjson, ServerUnavailable].some(
        (transient) => error instanceof transient,
      ),
    waitsSeconds: [1, 4],
  },
];

/**
 * How long to wait before the next try, after these failures of one file, the last of them last;
 * undefined: there is none. Each kind of failure has its own number of tries.
 */
function retryWait(failures: readonly unknown[]): number | undefined {
  const kinds = failures.map((error) => PATIENCE.find(({ isSuch }) => isSuch(error)));
  const last = kinds.at(-1);
  return last?.waitsSeconds[kinds.filter((kind) => kind === last).length - 1];
}

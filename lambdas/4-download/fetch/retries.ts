import type { Clock } from '../../runtime/clock.ts';
import {
  FileNotNdjson,
  FileTruncated,
  LineRefused,
  ServerUnavailable,
} from '../../runtime/errors.ts';
import type { Log, LogFields } from '../../runtime/log.ts';
import { ResumableTruncation } from '../store/errors.ts';

/**
 * Runs, and runs again after transient errors, by {@link RETRY_RULES}; any other error is thrown, and so is
 * ServerBusy (429, 503), for which the state machine waits. Each retry is logged, with `retried`, which
 * names the file. `before`: the failures of earlier calls, which count.
 */
export async function withRetries<Result>(
  run: () => Promise<Result>,
  { clock, log, retried }: RetryDeps,
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
      const { name, message } = error instanceof Error ? error : new Error(`${error}`);
      log.warn('download.retry', { ...retried, error: name, message, waitSeconds });
      await clock.sleep(waitSeconds * 1000);
    }
  }
}

type RetryDeps = { clock: Clock; log: Log; retried: LogFields };

/** How often a call requests the rest of a truncated file. */
const MAX_RESUMES = 20;

/** The waits before the retries after one kind of error. */
type RetryRule = { errors: (new (...args: never[]) => Error)[]; waitsSeconds: readonly number[] };

/**
 * Retries within one call; `infra/workflow/retries.ts` retries the call (`fileBroken`, `fileUnavailable`), so the
 * attempts multiply. The first rule that matches counts, so a subclass stands before its base class.
 */
const RETRY_RULES: readonly RetryRule[] = [
  /** A line is refused a second time, unless it was truncated. */
  { errors: [LineRefused], waitsSeconds: [1] },
  /** More of the file is stored each time. */
  { errors: [ResumableTruncation], waitsSeconds: Array<number>(MAX_RESUMES).fill(1) },
  /** Such as a truncation, or a proxy's page in place of the file. */
  { errors: [FileTruncated, FileNotNdjson, ServerUnavailable], waitsSeconds: [1, 4] },
];

/** How long to wait before the next try, after these failures of one file; undefined: no more tries. */
function retryWait(failures: readonly unknown[]): number | undefined {
  const rules = failures.map((failure) =>
    RETRY_RULES.find(({ errors }) => errors.some((each) => failure instanceof each)),
  );
  const last = rules.at(-1);
  return last?.waitsSeconds[rules.filter((rule) => rule === last).length - 1];
}

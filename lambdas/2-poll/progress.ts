import { isDeepStrictEqual } from 'node:util';
import { ProgressRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { StatusReport } from './ask-status.ts';

/**
 * Stores the progress that a poll's answer reports, and returns it: also since when it has not changed,
 * be it in words or by a new page of the manifest, how often the server throttled, and since when no
 * answer has been about the job.
 */
export async function saveProgress(
  exportId: string,
  report: StatusReport,
  hasNewPage: boolean,
  { storage, clock }: { storage: Storage; clock: Clock },
): Promise<ProgressRecord> {
  const key = exportKeys(exportId).progress;
  const before = (await findRecord(key, ProgressRecord, storage))?.record;
  const polledAt = clock.now().toISOString();
  const reported = reportedIn(
    report.kind === 'running' || report.kind === 'partial' ? report : before,
  );
  const isChange = !before || hasNewPage || !isDeepStrictEqual(reported, reportedIn(before));
  const record: ProgressRecord = {
    polledAt,
    ...reported,
    unchangedSince: isChange ? polledAt : before.unchangedSince,
    throttledPolls: (before?.throttledPolls ?? 0) + (isThrottled(report) ? 1 : 0),
    ...(report.kind === 'unanswered' && {
      unanswered: {
        since: (hasNewPage ? undefined : before?.unanswered?.since) ?? polledAt,
        reason: report.error.message,
      },
    }),
  };
  await writeRecord(key, record, storage);
  return record;
}

const isThrottled = (report: StatusReport) => report.kind === 'unanswered' && report.isThrottled;

/**
 * Throws the error of a poll without an answer about the job, if there has been none for so long. A server
 * that says when to ask again is asked again, up to the deadline.
 */
export function throwIfUnanswered(
  report: StatusReport,
  { polledAt, unanswered }: ProgressRecord,
  stuckAfterHours: number,
): void {
  if (report.kind !== 'unanswered' || report.retryAfterSeconds !== undefined || !unanswered) return;
  const hours = (Date.parse(polledAt) - Date.parse(unanswered.since)) / 3_600_000;
  if (hours < stuckAfterHours) return;
  const { error } = report;
  error.message = `no answer about the job for ${Math.floor(hours)} hours: ${error.message}`;
  throw error;
}

type Reported = Pick<ProgressRecord, 'resourceCount' | 'batches' | 'note'>;

function reportedIn(from: Reported | undefined): Reported {
  const { resourceCount, batches, note }: Reported = from ?? {};
  return {
    ...(resourceCount !== undefined && { resourceCount }),
    ...(batches !== undefined && { batches }),
    ...(note !== undefined && { note }),
  };
}

/**
 * Logs and counts, for an alarm, a running job whose progress has not changed for so long. A server
 * that never reports progress cannot be told from one that is stuck: there only the deadline counts.
 */
export function warnStuck(
  exportId: string,
  progress: ProgressRecord,
  stuckAfterHours: number,
  log: Log,
): void {
  const { polledAt, unchangedSince } = progress;
  const unchangedHours = (Date.parse(polledAt) - Date.parse(unchangedSince)) / 3_600_000;
  const hasProgress = Object.keys(reportedIn(progress)).length > 0;
  if (!hasProgress || unchangedHours < stuckAfterHours) return;
  log.count('StuckPolls', 1);
  log.warn('poll.stuck', { exportId, unchangedHours: Math.floor(unchangedHours) });
}

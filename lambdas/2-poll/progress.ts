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
 * be it in words or by a new page of the manifest, and how often the server throttled.
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
    throttledPolls: (before?.throttledPolls ?? 0) + (report.kind === 'throttled' ? 1 : 0),
  };
  await writeRecord(key, record, storage);
  return record;
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

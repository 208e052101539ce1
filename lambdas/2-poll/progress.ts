import { ProgressRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { StatusReport } from './ask-status.ts';

/**
 * Writes down what a poll heard, for whoever asks how the export stands, and gives it back: since when
 * it has not changed, in word or by a page it `gained`, and how often the server asked for patience.
 */
export async function saveProgress(
  exportId: string,
  heard: StatusReport,
  gained: boolean,
  { storage, clock }: { storage: Storage; clock: Clock },
): Promise<ProgressRecord> {
  const key = exportKeys(exportId).progress;
  const before = (await findRecord(key, ProgressRecord, storage))?.record;
  const polledAt = clock.now().toISOString();
  const said = saidOf(heard.kind === 'running' || heard.kind === 'partial' ? heard : before);
  const isChange = !before || gained || JSON.stringify(said) !== JSON.stringify(saidOf(before));
  const record: ProgressRecord = {
    polledAt,
    ...said,
    unchangedSince: isChange ? polledAt : before.unchangedSince,
    slowdowns: (before?.slowdowns ?? 0) + (heard.kind === 'slow-down' ? 1 : 0),
  };
  await writeRecord(key, record, storage);
  return record;
}

type Said = Pick<ProgressRecord, 'resourceCount' | 'batches' | 'note'>;

function saidOf(about: Said | undefined): Said {
  const { resourceCount, batches, note }: Said = about ?? {};
  return {
    ...(resourceCount !== undefined && { resourceCount }),
    ...(batches !== undefined && { batches }),
    ...(note !== undefined && { note }),
  };
}

/**
 * Tells, by a log line and the metric of an alarm, of a job that goes on and does not get on. A server
 * that never says how far it is cannot be told from one that is stuck; there the deadline counts alone.
 */
export function warnStuck(
  exportId: string,
  progress: ProgressRecord,
  stuckAfterHours: number,
  log: Log,
): void {
  const { polledAt, unchangedSince, resourceCount, batches, note } = progress;
  const says = note ?? batches ?? resourceCount;
  const unchangedHours = (Date.parse(polledAt) - Date.parse(unchangedSince)) / 3_600_000;
  if (says === undefined || unchangedHours < stuckAfterHours) return;
  log.count('StuckPolls', 1);
  log.warn('poll.stuck', { exportId, unchangedHours: Math.floor(unchangedHours) });
}

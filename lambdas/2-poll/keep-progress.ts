import { ProgressRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Heard } from './ask-status.ts';

/**
 * Writes down what a poll heard, for whoever asks how the export stands, and gives it back: since when
 * it has not changed, in word or by a page it `gained`, and how often the server asked for patience.
 */
export async function keepProgress(
  exportId: string,
  heard: Heard,
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

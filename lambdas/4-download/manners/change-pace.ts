import type { Clock } from '../../shared/clock.ts';
import { sourceKeys } from '../../shared/keys.ts';
import { PaceRecord } from '../../shared/records/pace-record.ts';
import { findRecord, writeRecord } from '../../shared/records/record.ts';
import type { Storage } from '../../shared/storage.ts';

export type PaceDeps = { storage: Storage; clock: Clock; random: () => number };

/** Many calls hear of a slow-down in the same moment, and only one of them can write. */
const CONTENTION_MILLISECONDS = 500;

/**
 * Decides over a source's pace and writes what it has become, unless that is what it was. Decided anew
 * where another call was faster.
 */
export async function changePace<Decided extends { pace: PaceRecord | undefined }>(
  source: string,
  decide: (pace: PaceRecord | undefined) => Decided,
  { storage, clock, random }: PaceDeps,
): Promise<Decided> {
  const key = sourceKeys(source).pace;
  for (;;) {
    const found = await findRecord(key, PaceRecord, storage);
    const decided = decide(found?.record);
    if (!decided.pace || decided.pace === found?.record) return decided;
    const condition = found
      ? { kind: 'if-match' as const, etag: found.etag }
      : { kind: 'if-absent' as const };
    if ((await writeRecord(key, decided.pace, storage, condition)) === 'stored') return decided;
    await clock.sleep(random() * CONTENTION_MILLISECONDS);
  }
}

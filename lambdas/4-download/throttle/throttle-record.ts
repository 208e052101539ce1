import * as z from 'zod';
import { sourceKeys } from '../../lake/keys.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { PutCondition, Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';
import { RecordInvalid } from '../../runtime/errors.ts';
import { Instant } from '../../settings/export-request.ts';

/** `state/<source>/pace.json`: how fast a source is asked for files since it asked to wait (D21). */
export const PaceRecord = z.strictObject({
  /** So many calls of Download may ask at the same time; more as time goes by. */
  allowed: z.int().min(1),
  /** Slow-downs in a row: between two of them the source was never quiet for long. */
  rounds: z.int().min(1),
  /** The first of them, and the last. */
  busySince: Instant,
  slowedAt: Instant,
  /** Nobody asks before. */
  notBefore: Instant,
  /** Who may ask, in the order in which they came, and until when at the latest. */
  places: z.array(z.strictObject({ holder: z.string(), until: Instant })),
});
export type PaceRecord = z.infer<typeof PaceRecord>;

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
    const { record, condition } = await readPace(key, storage);
    const decided = decide(record);
    if (!decided.pace || decided.pace === record) return decided;
    if ((await writeRecord(key, decided.pace, storage, condition)) === 'stored') return decided;
    await clock.sleep(random() * CONTENTION_MILLISECONDS);
  }
}

type Read = { record?: PaceRecord; condition: PutCondition | undefined };

/** One that cannot be read counts as none: it must not stop a source for good. */
async function readPace(key: string, storage: Storage): Promise<Read> {
  try {
    const found = await findRecord(key, PaceRecord, storage);
    if (!found) return { condition: { kind: 'if-absent' } };
    return { record: found.record, condition: { kind: 'if-match', etag: found.etag } };
  } catch (error) {
    if (error instanceof RecordInvalid) return { condition: undefined };
    throw error;
  }
}

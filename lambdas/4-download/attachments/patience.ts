import * as z from 'zod';
import { exportKeys } from '../../shared/keys.ts';
import { findRecord, writeRecord } from '../../shared/records/record.ts';
import type { Storage } from '../../shared/storage.ts';

/** `attachments/stumbles-…json`: at which attachments a unit's server was down or busy, each time. */
const Stumbles = z.strictObject({ indexes: z.array(z.int().min(1)) });

/** So often the state machine waits for the server because of one attachment. */
const PER_ATTACHMENT = 3;
/** So often because of all of a unit, one less than it tries again in all (`serverGivesNoFile`). */
const PER_UNIT = 9;

/**
 * Whether a server that is down or busy is worth another wait of the state machine's, as it is for a
 * file. Not for ever: one attachment that stays out of reach would fail the export.
 */
export async function worthAWait(
  { exportId, unit, index }: { exportId: string; unit: number; index: number },
  storage: Storage,
): Promise<boolean> {
  const key = exportKeys(exportId).attachmentStumbles(unit);
  const indexes = (await findRecord(key, Stumbles, storage))?.record.indexes ?? [];
  const ofThis = indexes.filter((each) => each === index);
  if (indexes.length >= PER_UNIT || ofThis.length >= PER_ATTACHMENT) return false;
  await writeRecord(key, { indexes: [...indexes, index] }, storage);
  return true;
}

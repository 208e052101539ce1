import { CheckpointRecord } from '../../lake/checkpoint-records.ts';
import { exportKeys } from '../../lake/keys.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';

/** The checkpoint of the file in whose middle a unit's last call had to stop. */
export type CheckpointStore = {
  find(index: number): CheckpointRecord | undefined;
  /** Saves where the next call resumes. */
  save(checkpoint: CheckpointRecord): Promise<void>;
};

export async function openCheckpointStore(
  exportId: string,
  unit: number,
  storage: Storage,
): Promise<CheckpointStore> {
  const key = exportKeys(exportId).checkpoint(unit);
  const stored = (await findRecord(key, CheckpointRecord, storage))?.record;
  return {
    find: (index) => (stored?.file.index === index ? stored : undefined),
    async save(checkpoint) {
      await writeRecord(key, checkpoint, storage);
    },
  };
}

import { exportKeys } from '../../lake/keys.ts';
import { OpenFileRecord } from '../../lake/open-file.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';

/** The file of one unit that an earlier call had to leave in the middle. */
export type OpenFileBook = {
  of(index: number): OpenFileRecord | undefined;
  /** Writes down how far a file is, for the next call. */
  keep(left: OpenFileRecord): Promise<void>;
};

export async function openFileBook(
  exportId: string,
  unit: number,
  storage: Storage,
): Promise<OpenFileBook> {
  const key = exportKeys(exportId).openFile(unit);
  const left = (await findRecord(key, OpenFileRecord, storage))?.record;
  return {
    of: (index) => (left?.file.index === index ? left : undefined),
    async keep(next) {
      await writeRecord(key, next, storage);
    },
  };
}

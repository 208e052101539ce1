import { CommitRecord } from '../lake/commit-record.ts';
import { exportKeys } from '../lake/keys.ts';
import { readRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';

/**
 * Writes `commit.json`, from which moment the export exists, and gives it back. Where an earlier
 * call of this step wrote it already, that one counts.
 */
export async function commit(draft: CommitRecord, storage: Storage): Promise<CommitRecord> {
  const key = exportKeys(draft.exportId).commit;
  const put = await writeRecord(key, draft, storage, { kind: 'if-absent' });
  return put === 'stored' ? draft : readRecord(key, CommitRecord, storage);
}

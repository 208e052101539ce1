import type { Clock } from '../shared/clock.ts';
import { exportKeys } from '../shared/keys.ts';
import {
  CommitRecord,
  type JobRecord,
  type PlanRecord,
  type Receipt,
} from '../shared/records/export-records.ts';
import { readRecord, writeRecord } from '../shared/records/record.ts';
import type { Storage } from '../shared/storage.ts';

/**
 * Writes `commit.json`, from which moment the export exists, and gives it back. Where an earlier
 * call of this step wrote it already, that one counts.
 */
export async function commit(
  job: JobRecord,
  plan: PlanRecord,
  files: Receipt[],
  { storage, clock }: { storage: Storage; clock: Clock },
): Promise<CommitRecord> {
  const { exportId, source, scope, since, membership } = job;
  const { transactionTime, exportDate } = plan;
  const record: CommitRecord = {
    ...{ exportId, source, scope, transactionTime, exportDate, since, membership },
    committedAt: clock.now().toISOString(),
    complete: true,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    lines: files.reduce((sum, file) => sum + file.lines, 0),
    files,
  };
  const key = exportKeys(exportId).commit;
  const put = await writeRecord(key, record, storage, { kind: 'if-absent' });
  return put === 'stored' ? record : readRecord(key, CommitRecord, storage);
}

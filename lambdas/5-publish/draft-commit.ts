import type { Clock } from '../shared/clock.ts';
import { decisionOf } from '../shared/decision.ts';
import { exportKeys } from '../shared/keys.ts';
import {
  CommitRecord,
  JobRecord,
  PlanRecord,
  type Receipt,
} from '../shared/records/export-records.ts';
import { readRecord, writeRecord } from '../shared/records/record.ts';
import type { Storage } from '../shared/storage.ts';
import { checkReceipts } from './check-receipts.ts';
import { collectReceipts } from './collect-receipts.ts';
import { listStored } from './list-stored.ts';

type DraftDeps = { storage: Storage; clock: Clock };

/**
 * What will be committed: checked once, before the decision to publish, and kept. After that decision
 * the draft counts as it is, whatever a late Download may still do to the receipts. Throws
 * PublishRefused.
 */
export async function draftCommit(exportId: string, deps: DraftDeps): Promise<CommitRecord> {
  const { storage } = deps;
  const key = exportKeys(exportId).draft;
  if ((await decisionOf(exportId, storage)) === 'publish')
    return readRecord(key, CommitRecord, storage);
  const draft = await checkedDraft(exportId, deps);
  await writeRecord(key, draft, storage);
  return draft;
}

async function checkedDraft(exportId: string, { storage, clock }: DraftDeps) {
  const keys = exportKeys(exportId);
  const job = await readRecord(keys.job, JobRecord, storage);
  const plan = await readRecord(keys.plan, PlanRecord, storage);
  const receipts = await collectReceipts(exportId, plan.units, storage);
  const stored = await listStored(exportId, plan.exportDate, receipts, storage);
  checkReceipts(plan, receipts, stored);
  return commitOf(job, plan, receipts, clock.now());
}

function commitOf(job: JobRecord, plan: PlanRecord, files: Receipt[], now: Date): CommitRecord {
  const { exportId, source, scope, since, membership } = job;
  const { transactionTime, exportDate } = plan;
  return {
    ...{ exportId, source, scope, transactionTime, exportDate, since, membership },
    committedAt: now.toISOString(),
    complete: true,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    lines: files.reduce((sum, file) => sum + file.lines, 0),
    files,
  };
}

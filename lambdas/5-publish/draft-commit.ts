import { CommitRecord } from '../lake/commit-records.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { PlanRecord } from '../lake/plan-records.ts';
import { collectReceipts, isLanded, type Receipt } from '../lake/receipt-records.ts';
import { readRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';
import { attachmentTotals } from './check-attachments.ts';
import { checkOutcomes, checkReceipts, listStored, outputLines } from './check-receipts.ts';

type DraftDeps = { sources: Sources; storage: Storage; clock: Clock };

/**
 * The commit to be, checked and stored before the decision to publish. After the decision the stored draft
 * counts, whatever a late Download does to the receipts. Throws PublishRefused, ServerReportedErrors.
 */
export async function draftCommit(exportId: string, deps: DraftDeps): Promise<CommitRecord> {
  const { storage } = deps;
  const key = exportKeys(exportId).commitDraft;
  if ((await decisionOf(exportId, storage)) === 'publish')
    return readRecord(key, CommitRecord, storage);
  const draft = await checkedDraft(exportId, deps);
  await writeRecord(key, draft, storage);
  return draft;
}

async function checkedDraft(
  exportId: string,
  { sources, storage, clock }: DraftDeps,
): Promise<CommitRecord> {
  const keys = exportKeys(exportId);
  const job = await readRecord(keys.job, JobRecord, storage);
  const plan = await readRecord(keys.plan, PlanRecord, storage);
  const { onOutcome, attachments: attachmentSettings } = sourceNamed(sources, job.source);
  const receipts = await collectReceipts(exportId, plan, storage);
  const stored = await listStored(job.dataExportId, plan.exportDate, receipts, storage);
  checkReceipts(plan, receipts, stored);
  const landed = receipts.filter(isLanded);
  // A quarantined file has not landed: the next export must start where this one did.
  const complete = checkOutcomes(landed, onOutcome) && landed.length === receipts.length;
  const landing = {
    exportDate: plan.exportDate,
    receipts: landed,
    isEnabled: attachmentSettings !== undefined,
  };
  const attachments = await attachmentTotals(job, landing, storage);
  const committedAt = clock.now().toISOString();
  return commitOf(job, plan, receipts, {
    complete,
    committedAt,
    ...(attachments && { attachments }),
  });
}

type Checked = 'complete' | 'committedAt' | 'attachments';

function commitOf(
  job: JobRecord,
  plan: PlanRecord,
  files: Receipt[],
  { complete, committedAt, attachments }: Pick<CommitRecord, Checked>,
): CommitRecord {
  const { exportId, dataExportId, source, scope, since, membership, request } = job;
  const { transactionTime, exportDate } = plan;
  const landed = files.filter(isLanded);
  return {
    ...{ exportId, dataExportId, source, scope, transactionTime, exportDate, since, membership },
    ...{ committedAt, complete },
    ...(job.job.kind === 'publication' && { publicationCursor: job.job.publicationCursor }),
    continuable: request.until === undefined,
    subsetted: request.elements.length > 0,
    bytes: landed.reduce((sum, file) => sum + file.bytes, 0),
    lines: outputLines(landed),
    files,
    ...(attachments && { attachments }),
  };
}

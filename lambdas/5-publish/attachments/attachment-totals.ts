import { AttachmentReceipts } from '../../lake/attachment-receipts.ts';
import { AttachmentPlan } from '../../lake/attachment-records.ts';
import type { AttachmentTotals } from '../../lake/commit-record.ts';
import type { JobRecord } from '../../lake/export-records.ts';
import { attachmentIndex, attachmentsPrefix, exportKeys } from '../../lake/keys.ts';
import type { LandedReceipt } from '../../lake/receipt-records.ts';
import { findRecord, readRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import { atOnce } from '../../runtime/at-once.ts';
import { PublishRefused } from '../../runtime/errors.ts';
import { checkAttachments } from './check-attachments.ts';

type Landed = { exportDate: string; receipts: readonly LandedReceipt[]; areWanted: boolean };

/**
 * What became of an export's attachments, checked; undefined where there are none, or none are wanted.
 * Throws PublishRefused, also where some were noted and nobody has planned them.
 */
export async function attachmentTotals(
  { exportId, landingId }: Pick<JobRecord, 'exportId' | 'landingId'>,
  { exportDate, receipts, areWanted }: Landed,
  storage: Storage,
): Promise<AttachmentTotals | undefined> {
  const noted = receipts.reduce((sum, { attachments = 0 }) => sum + attachments, 0);
  const plan = await findRecord(exportKeys(exportId).attachmentPlan, AttachmentPlan, storage);
  if (!plan && areWanted && noted > 0)
    throw new PublishRefused(`${noted} attachments are noted and none is planned`);
  if (!plan) return undefined;
  const units = await atOnce(
    Array.from({ length: plan.record.units }, (_, i) => i + 1),
    (unit) =>
      readRecord(exportKeys(landingId).attachmentReceipts(unit), AttachmentReceipts, storage),
  );
  const stored = new Map<string, number>();
  for await (const { key, bytes } of storage.list(attachmentsPrefix(exportDate, landingId)))
    stored.set(key, bytes);
  const index = attachmentIndex(exportDate, landingId, exportId);
  checkAttachments(plan.record, noted, units, { index, stored });
  return totalsOf(units);
}

function totalsOf(units: readonly AttachmentReceipts[]): AttachmentTotals {
  const lines = units.flatMap(({ receipts }) => receipts.flatMap((receipt) => receipt.lines));
  const count = (...outcomes: string[]) =>
    lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { lines: lines.length, stored: count('stored'), failed: count('failed', 'refused') };
}

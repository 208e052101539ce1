import { AttachmentReceipts, indexText } from '../lake/attachment-receipts.ts';
import { AttachmentPlan } from '../lake/attachment-records.ts';
import type { AttachmentTotals } from '../lake/commit-records.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { attachmentIndex, attachmentsPrefix, exportKeys } from '../lake/keys.ts';
import type { LandedReceipt } from '../lake/receipt-records.ts';
import { findRecord, readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { PublishRefused } from '../runtime/errors.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';

type Landed = { exportDate: string; receipts: readonly LandedReceipt[]; isEnabled: boolean };

/**
 * Checks an export's attachments and counts them; undefined if it has none or the source wants none. Throws
 * PublishRefused, also if attachments were found in the data but not planned.
 */
export async function attachmentTotals(
  { exportId, dataExportId }: Pick<JobRecord, 'exportId' | 'dataExportId'>,
  { exportDate, receipts, isEnabled }: Landed,
  storage: Storage,
): Promise<AttachmentTotals | undefined> {
  const found = receipts.reduce((sum, { attachments = 0 }) => sum + attachments, 0);
  const plan = await findRecord(exportKeys(exportId).attachmentPlan, AttachmentPlan, storage);
  if (!plan && isEnabled && found > 0)
    throw new PublishRefused(`${found} attachments were found in the data and none was planned`);
  if (!plan) return undefined;
  const units = await mapConcurrently(
    Array.from({ length: plan.record.units }, (_, i) => i + 1),
    (unit) =>
      readRecord(exportKeys(dataExportId).attachmentReceipts(unit), AttachmentReceipts, storage),
  );
  const stored = new Map<string, number>();
  for await (const { key, bytes } of storage.list(attachmentsPrefix(exportDate, dataExportId)))
    stored.set(key, bytes);
  const index = attachmentIndex(exportDate, dataExportId, exportId);
  checkAttachments(plan.record, found, units, { index, stored });
  return totalsOf(units);
}

function totalsOf(units: readonly AttachmentReceipts[]): AttachmentTotals {
  const lines = units.flatMap(({ receipts }) => receipts.flatMap((receipt) => receipt.lines));
  const count = (...outcomes: string[]) =>
    lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { lines: lines.length, stored: count('stored'), failed: count('failed', 'refused') };
}

/** Size in bytes of every object of an export's attachments, by key. */
type Stored = ReadonlyMap<string, number>;

/**
 * Checks before publication that every attachment found in the data has a line, that the index consists of
 * these lines, and that every stored attachment is in the bucket with its size. Content without a line is
 * allowed: a killed attempt may have stored it before the attachment became unavailable. Throws
 * PublishRefused.
 */
function checkAttachments(
  { lines: planned }: AttachmentPlan,
  found: number,
  units: readonly AttachmentReceipts[],
  { index, stored }: { index: ReturnType<typeof attachmentIndex>; stored: Stored },
): void {
  const lines = units.flatMap(({ receipts }) => receipts.flatMap((receipt) => receipt.lines));
  if (lines.length !== planned || planned !== found)
    throw new PublishRefused(
      `${found} attachments found, ${planned} planned, ${lines.length} settled`,
    );
  const indexed = [...stored.keys()].filter((key) => key.startsWith(index.prefix));
  if (indexed.length !== units.length)
    throw new PublishRefused(`${indexed.length} index objects for ${units.length} units`);
  for (const { unit, receipts } of units)
    checkStored(index.key(unit), Buffer.byteLength(indexText(receipts)), stored);
  for (const { key, bytes } of lines) if (key !== null) checkStored(key, bytes, stored);
}

function checkStored(key: string, bytes: number | null, stored: Stored) {
  if (stored.get(key) !== bytes)
    throw new PublishRefused(`${key} has ${stored.get(key) ?? 'no'} bytes, its receipt ${bytes}`);
}

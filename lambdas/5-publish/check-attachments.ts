import { AttachmentReceipts, indexText } from '../lake/attachment-receipts.ts';
import { AttachmentPlan } from '../lake/attachment-records.ts';
import type { AttachmentTotals } from '../lake/commit-record.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { attachmentIndex, attachmentsPrefix, exportKeys } from '../lake/keys.ts';
import type { LandedReceipt } from '../lake/receipt-records.ts';
import { findRecord, readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { atOnce } from '../runtime/at-once.ts';
import { PublishRefused } from '../runtime/errors.ts';

type Landed = { exportDate: string; receipts: readonly LandedReceipt[]; areWanted: boolean };

/**
 * What became of an export's attachments, checked; undefined where there are none, or none are wanted.
 * Throws PublishRefused, also where some were noted and nobody has planned them.
 */
export async function attachmentTotals(
  { exportId, dataExportId }: Pick<JobRecord, 'exportId' | 'dataExportId'>,
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
      readRecord(exportKeys(dataExportId).attachmentReceipts(unit), AttachmentReceipts, storage),
  );
  const stored = new Map<string, number>();
  for await (const { key, bytes } of storage.list(attachmentsPrefix(exportDate, dataExportId)))
    stored.set(key, bytes);
  const index = attachmentIndex(exportDate, dataExportId, exportId);
  checkAttachments(plan.record, noted, units, { index, stored });
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
 * Refuses to publish attachments that do not add up: each that was noted has a line, the index is those
 * lines and no more, and what a line says is stored is there in its size. Content that no line names
 * may be there: of an attempt that was killed, and after which the attachment could not be had any more.
 * Throws PublishRefused.
 */
export function checkAttachments(
  { lines: planned }: AttachmentPlan,
  noted: number,
  units: readonly AttachmentReceipts[],
  { index, stored }: { index: ReturnType<typeof attachmentIndex>; stored: Stored },
): void {
  const lines = units.flatMap(({ receipts }) => receipts.flatMap((receipt) => receipt.lines));
  if (lines.length !== planned || planned !== noted)
    throw new PublishRefused(
      `${noted} attachments noted, ${planned} planned, ${lines.length} settled`,
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

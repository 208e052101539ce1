import { type AttachmentReceipts, indexText } from '../../lake/attachment-receipts.ts';
import type { AttachmentPlan } from '../../lake/attachment-records.ts';
import type { attachmentIndex } from '../../lake/keys.ts';
import { PublishRefused } from '../../runtime/errors.ts';

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

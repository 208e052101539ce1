import { connect, type ServerDeps } from '../../fhir-server/fhir-server.ts';
import {
  type AttachmentReceipt,
  AttachmentReceipts,
  fingerprint,
  indexText,
} from '../../lake/attachment-receipts.ts';
import type { AttachmentUnit, PlannedAttachment } from '../../lake/attachment-records.ts';
import { attachmentIndex, exportKeys } from '../../lake/keys.ts';
import { afterError } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { DownloadEvent, Downloaded } from '../../workflow/events.ts';
import { openReceiptStore } from '../receipts/receipt-store.ts';
import { partBuffers } from '../store/part-buffers.ts';
import type { CallThrottleDeps } from '../throttle/call-throttle.ts';
import { runThrottled } from '../throttle/run-throttled.ts';
import { settleAttachment } from './settle-attachment.ts';

type AttachmentDeps = ServerDeps & CallThrottleDeps & { sizes: Sizes };

/**
 * Settles one unit's attachments, one after another, and writes their part of the index at the end.
 * Receipts lie below the export where the data lies: an export that resumes a failed one does not fetch
 * again what that has fetched.
 */
export async function downloadAttachments(
  unit: AttachmentUnit,
  event: DownloadEvent,
  deps: AttachmentDeps,
  remainingMilliseconds: () => number,
): Promise<Downloaded> {
  const { exportId } = event;
  const receipts = await openReceiptStore(storedReceipts(unit), deps);
  const settled = new Set(receipts.receipts().map(({ index }) => index));
  const todo = unit.attachments.filter(({ index }) => !settled.has(index));
  const { source, server } = connect(event.source, deps);
  const settleDeps = { ...deps, server, buffers: partBuffers() };
  const settle = async (attachment: PlannedAttachment) => {
    await receipts.add(await settleAttachment(attachment, unit, exportId, settleDeps));
    return undefined;
  };
  const call = { event, source, remainingMilliseconds, whenDown: 'wait' as const };
  const unfinished = await runThrottled(todo, settle, call, deps).catch((error: unknown) =>
    afterError(error, receipts.flush),
  );
  await receipts.flush();
  if (unfinished) return unfinished;
  const index = attachmentIndex(unit.exportDate, unit.dataExportId, exportId);
  await deps.storage.put(index.key(unit.unit), indexText(receipts.receipts()));
  return done(exportId, unit.unit, receipts.receipts(), deps.log);
}

/** A receipt counts only for the attachment that it was planned as. */
function storedReceipts({ dataExportId, unit, attachments }: AttachmentUnit) {
  const planned = new Map(attachments.map((each) => [each.index, fingerprint(each)]));
  return {
    key: exportKeys(dataExportId).attachmentReceipts(unit),
    unit,
    schema: AttachmentReceipts,
    isCurrent: (receipt: AttachmentReceipt) => planned.get(receipt.index) === receipt.planned,
  };
}

function done(
  exportId: string,
  unit: number,
  receipts: readonly AttachmentReceipt[],
  log: Log,
): Downloaded {
  const bytes = receipts.reduce((sum, { lines }) => sum + (lines[0]?.bytes ?? 0), 0);
  log.count('DownloadedBytes', bytes);
  log.info('download.attachments', { exportId, unit, attachments: receipts.length, bytes });
  return { kind: 'done', files: receipts.length, bytes };
}

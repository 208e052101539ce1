import { connect } from '../../fhir-server/fhir-server.ts';
import {
  type AttachmentReceipt,
  AttachmentReceipts,
  fingerprint,
  indexText,
} from '../../lake/attachment-receipts.ts';
import type { AttachmentUnit } from '../../lake/attachment-records.ts';
import { attachmentIndex, exportKeys } from '../../lake/keys.ts';
import type { Log } from '../../runtime/log.ts';
import type { DownloadEvent, Downloaded } from '../../workflow/events.ts';
import type { DownloadDeps } from '../download.ts';
import { openBook } from '../receipts/receipt-store.ts';
import { partBuffers } from '../store/part-buffers.ts';
import { politely } from '../throttle/run-throttled.ts';
import { settleAttachment } from './settle-attachment.ts';

/**
 * Settles one unit's attachments, one after another, and writes their part of the index when all are.
 * Receipts are kept as those of files are, and below the export that the data lies under: what an export
 * that failed has fetched is not fetched again by the one that resumes it.
 */
export async function downloadAttachments(
  unit: AttachmentUnit,
  event: DownloadEvent,
  deps: DownloadDeps,
  remainingMilliseconds: () => number,
): Promise<Downloaded> {
  const { exportId } = event;
  const book = await openBook(bookOf(unit), deps);
  const settled = new Set(book.receipts().map(({ index }) => index));
  const todo = unit.attachments.filter(({ index }) => !settled.has(index));
  const { source, server } = connect(event.source, deps);
  const settleDeps = { ...deps, server, buffers: partBuffers() };
  const settle = (attachment: (typeof todo)[number]) =>
    settleAttachment(attachment, unit, exportId, settleDeps);
  try {
    const add = async (attachment: (typeof todo)[number]) => {
      await book.add(await settle(attachment));
      return undefined;
    };
    const call = { event, source, remainingMilliseconds, whenDown: 'wait' as const };
    const unfinished = await politely(todo, add, call, deps);
    if (unfinished) return unfinished;
  } finally {
    await book.keep();
  }
  const index = attachmentIndex(unit.exportDate, unit.dataExportId, exportId);
  await deps.storage.put(index.key(unit.unit), indexText(book.receipts()));
  return done(exportId, unit.unit, book.receipts(), deps.log);
}

function bookOf({ dataExportId, unit, attachments }: AttachmentUnit) {
  const planned = new Map(attachments.map((each) => [each.index, fingerprint(each)]));
  return {
    key: exportKeys(dataExportId).attachmentReceipts(unit),
    unit,
    schema: AttachmentReceipts,
    isOwn: (receipt: AttachmentReceipt) => planned.get(receipt.index) === receipt.planned,
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

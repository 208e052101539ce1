import { mayAttach } from '../../lake/attaching-types.ts';
import { AttachmentNote } from '../../lake/attachment-records.ts';
import { exportKeys } from '../../lake/keys.ts';
import { isLanded, type Receipt } from '../../lake/receipt-records.ts';
import { readRecordText } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import { atOnce } from '../../runtime/at-once.ts';
import { RecordMissing } from '../../runtime/errors.ts';

/**
 * The attachments of all landed files, in the order of the manifest. Throws RecordMissing, also where a
 * file landed before the source wanted any.
 */
export async function readNotes(
  dataExportId: string,
  receipts: readonly Receipt[],
  storage: Storage,
): Promise<AttachmentNote[]> {
  const attaching = receipts.filter(isLanded).filter(({ type }) => mayAttach(type));
  const unread = attaching.find(({ attachments }) => attachments === undefined);
  if (unread)
    throw new RecordMissing(
      `file ${unread.index} landed before the source's settings wanted attachments; resume the export`,
    );
  const notes = await atOnce(
    attaching.filter(({ attachments }) => attachments !== 0),
    async ({ index }) => {
      const text = await readRecordText(exportKeys(dataExportId).attachmentNotes(index), storage);
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => AttachmentNote.parse(JSON.parse(line)));
    },
  );
  return notes.flat();
}

import type { AttachmentNote, PlannedAttachment } from '../../lake/attachment-records.ts';
import { attachmentKey } from '../../lake/keys.ts';
import { type AttachmentSource, addressOf, type Decided, wayOf } from './way-of.ts';

/** What every attachment of one export shares. */
export type Landing = { source: AttachmentSource; exportDate: string; dataExportId: string };

/**
 * Gives each attachment its way, its number and its key, which holds nothing of the server's. What many
 * resources have at one URL and as one type is fetched once. Throws LinkRefused.
 */
export function gather(
  notes: Iterable<AttachmentNote>,
  { source, exportDate, dataExportId }: Landing,
): PlannedAttachment[] {
  const planned: PlannedAttachment[] = [];
  const fetched = new Map<string, PlannedAttachment>();
  for (const note of notes) {
    const { contentType, owner, nth, size, hash } = note;
    const decided = wayOf(note, source);
    const name = nameOf(decided, contentType);
    const same = name === undefined ? undefined : fetched.get(name);
    if (same) {
      same.owners.push({ owner, nth, size, hash });
      continue;
    }
    const index = planned.length + 1;
    const way =
      decided.kind === 'fetch'
        ? { ...decided, key: attachmentKey(exportDate, dataExportId, index) }
        : decided;
    const owners = [{ owner, nth, size, hash }];
    const attachment = { index, contentType, address: addressOf(note, source), way, owners };
    planned.push(attachment);
    if (name !== undefined) fetched.set(name, attachment);
  }
  return planned;
}

const nameOf = (decided: Decided, contentType: string | null) =>
  decided.kind === 'fetch' ? `${contentType} ${decided.url}` : undefined;

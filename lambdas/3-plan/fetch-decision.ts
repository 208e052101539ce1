import { resolveLink } from '../fhir-server/links.ts';
import { matchesMimeType } from '../http/content-headers.ts';
import type { AttachmentNote, PlannedAttachment } from '../lake/attachment-records.ts';
import { attachmentKey } from '../lake/keys.ts';
import { LinkRefused } from '../runtime/errors.ts';
import type { Attachments } from '../settings/attachments.ts';
import type { Source } from '../settings/source.ts';

/** What every attachment of one export shares. */
export type Destination = { source: AttachmentSource; exportDate: string; dataExportId: string };

/**
 * Gives each attachment its way, its number and its key, which holds nothing of the server's. What many
 * resources have at one URL and as one type is fetched once. Throws LinkRefused.
 */
export function dedupe(
  notes: Iterable<AttachmentNote>,
  { source, exportDate, dataExportId }: Destination,
): PlannedAttachment[] {
  const planned: PlannedAttachment[] = [];
  const fetched = new Map<string, PlannedAttachment>();
  for (const note of notes) {
    const { contentType, owner, nth, size, hash } = note;
    const decided = fetchDecision(note, source);
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

const nameOf = (decided: FetchDecision, contentType: string | null) =>
  decided.kind === 'fetch' ? `${contentType} ${decided.url}` : undefined;

/** A source that wants attachments. */
export type AttachmentSource = Source & { attachments: Attachments };

/** Where an attachment is and what is done about it; the URL may hold a secret in its query. */
export type FetchDecision =
  | { kind: 'fetch'; url: string }
  | { kind: 'inline' | 'unwanted' | 'absent' }
  | { kind: 'refused'; reason: string };

/**
 * What is done with an attachment. Data within the resource has landed with it; a MIME type that the
 * resource does not tell is judged by the server's answer. A link to a place that the source does not
 * name is refused (rule 6): throws LinkRefused where the source wants a failure.
 */
export function fetchDecision(note: AttachmentNote, source: AttachmentSource): FetchDecision {
  const { mimeTypes, onFailure } = source.attachments;
  if (note.inline) return { kind: 'inline' };
  if (note.url === null) return { kind: 'absent' };
  if (note.contentType !== null && !matchesMimeType(note.contentType, mimeTypes))
    return { kind: 'unwanted' };
  try {
    return { kind: 'fetch', url: resolveLink(note.url, fhirBase(source), source) };
  } catch (error) {
    if (!(error instanceof LinkRefused) || onFailure === 'fail') throw error;
    return { kind: 'refused', reason: error.message };
  }
}

/** Where an attachment is, without query, for the index; null where that is no web address. */
export function addressOf({ url: link }: AttachmentNote, source: Source): string | null {
  const url = link === null ? null : URL.parse(link, fhirBase(source));
  return url && /^https?:$/.test(url.protocol) ? url.origin + url.pathname : null;
}

/** References such as `Binary/1` are relative to the FHIR API, below its base (FHIR R4, references.html). */
const fhirBase = ({ baseUrl, fhirUrl }: Source) => `${(fhirUrl ?? baseUrl).replace(/\/$/, '')}/`;

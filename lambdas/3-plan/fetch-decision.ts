import { resolveLink } from '../fhir-server/links.ts';
import { matchesMimeType } from '../http/content-headers.ts';
import type { AttachmentReference, PlannedAttachment } from '../lake/attachment-records.ts';
import { attachmentKey } from '../lake/keys.ts';
import { LinkRefused } from '../runtime/errors.ts';
import { withoutTrailingSlash } from '../settings/http-url.ts';
import type { Attachments, Source } from '../settings/source.ts';

/** What all attachments of one export share. */
type Destination = { source: AttachmentSource; exportDate: string; dataExportId: string };

/**
 * Decides what is done with each attachment, and gives it a number and a key without any text of the
 * server. An attachment that several resources have at one URL, as one type, is fetched once. Throws
 * LinkRefused.
 */
export function dedupe(
  references: Iterable<AttachmentReference>,
  { source, exportDate, dataExportId }: Destination,
): PlannedAttachment[] {
  const planned: PlannedAttachment[] = [];
  const fetched = new Map<string, PlannedAttachment>();
  for (const reference of references) {
    const { contentType, owner, nth, size, hash } = reference;
    const decided = fetchDecision(reference, source);
    const key = dedupeKey(decided, contentType);
    const same = key === undefined ? undefined : fetched.get(key);
    if (same) {
      same.owners.push({ owner, nth, size, hash });
      continue;
    }
    const index = planned.length + 1;
    const decision =
      decided.kind === 'fetch'
        ? { ...decided, key: attachmentKey(exportDate, dataExportId, index) }
        : decided;
    const owners = [{ owner, nth, size, hash }];
    const attachment = {
      index,
      contentType,
      address: addressOf(reference, source),
      decision,
      owners,
    };
    planned.push(attachment);
    if (key !== undefined) fetched.set(key, attachment);
  }
  return planned;
}

const dedupeKey = (decided: FetchDecision, contentType: string | null) =>
  decided.kind === 'fetch' ? `${contentType} ${decided.url}` : undefined;

/** A source that wants attachments. */
export type AttachmentSource = Source & { attachments: Attachments };

/** What is done with an attachment. The URL may hold a secret in its query. */
type FetchDecision =
  | { kind: 'fetch'; url: string }
  | { kind: 'inline' | 'unwanted' | 'absent' }
  | { kind: 'refused'; reason: string };

/**
 * What is done with an attachment. Inline data has landed with the resource. If the resource gives no
 * MIME type, the server's answer decides. A link to an origin that the source does not name is refused
 * (rule 6): throws LinkRefused if `onFailure` is `fail`.
 */
export function fetchDecision(
  reference: AttachmentReference,
  source: AttachmentSource,
): FetchDecision {
  const { mimeTypes, onFailure } = source.attachments;
  if (reference.inline) return { kind: 'inline' };
  if (reference.url === null) return { kind: 'absent' };
  if (reference.contentType !== null && !matchesMimeType(reference.contentType, mimeTypes))
    return { kind: 'unwanted' };
  try {
    return { kind: 'fetch', url: resolveLink(reference.url, fhirBase(source), source) };
  } catch (error) {
    if (!(error instanceof LinkRefused) || onFailure === 'fail') throw error;
    return { kind: 'refused', reason: error.message };
  }
}

/** The URL of an attachment without its query, for the index; null if it is not an HTTP URL. */
export function addressOf({ url: link }: AttachmentReference, source: Source): string | null {
  const url = link === null ? null : URL.parse(link, fhirBase(source));
  return url && /^https?:$/.test(url.protocol) ? url.origin + url.pathname : null;
}

/**
 * References such as `Binary/1` are relative to the FHIR API, below its base (FHIR R4,
 * references.html).
 */
const fhirBase = ({ baseUrl, fhirUrl }: Source) => `${withoutTrailingSlash(fhirUrl ?? baseUrl)}/`;

import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import { throwForStatus } from '../../fhir-server/status-errors.ts';
import { matchesMimeType, mimeTypeOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import type { AttachmentUnit, PlannedAttachment } from '../../lake/attachment-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { FileRefused, FileTruncated, UnverifiableLength } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { provesLength, requestFile } from '../fetch/request-file.ts';
import { writeObject } from '../store/object-sink.ts';
import type { PartBuffers } from '../store/part-buffers.ts';
import {
  attachmentMeter,
  decoded,
  type Measured,
  mayBeBinary,
  readJson,
  tooLarge,
  unwrapBinary,
} from './attachment-content.ts';

export type FetchableAttachment = PlannedAttachment & { decision: { kind: 'fetch' } };
/** `unwanted`: the resource declared no MIME type, and the one of the response is not wanted. */
export type Fetched =
  | ({ outcome: 'stored'; key: string; contentType: string } & Measured)
  | { outcome: 'unwanted'; contentType: string | null };

type Deps = { server: FhirServer; storage: Storage; buffers: PartBuffers; sizes: Sizes };
type Rules = Pick<AttachmentUnit, 'settings' | 'requiresAccessToken'>;

/**
 * Fetches one attachment to its key, without encoding and without a FHIR Binary around it. The credential
 * is sent as for files (rule 6). Throws FileRefused, FileTruncated, UnverifiableLength, LinkRefused,
 * CredentialRefused, ServerUnavailable, ServerBusy.
 */
export async function fetchAttachment(
  attachment: FetchableAttachment,
  { settings, requiresAccessToken }: Rules,
  { server, ...deps }: Deps,
): Promise<Fetched> {
  const { url } = attachment.decision;
  const accept = attachment.contentType ?? settings.mimeTypes.join(', ');
  const response = await requestFile('attachment', { url, accept, requiresAccessToken }, server);
  try {
    return await store(response, attachment, settings, deps);
  } finally {
    // A refused response has not been read to its end.
    response.body.destroy();
  }
}

async function store(
  response: HttpResponse,
  attachment: FetchableAttachment,
  { mimeTypes, maxBytes }: Rules['settings'],
  deps: Omit<Deps, 'server'>,
): Promise<Fetched> {
  const { contentType: declared, decision } = attachment;
  const { contentType: answered, content } = await contentOf(response, attachment, maxBytes);
  const contentType = acceptedType(answered, declared, mimeTypes);
  if (contentType === undefined) return { outcome: 'unwanted', contentType: answered };
  const meter = attachmentMeter(maxBytes);
  await writeObject(decision.key, meter.measure(content), deps);
  const measured = meter.measured();
  if (!provesLength(response.headers)) checkDeclaredSize(attachment, measured);
  return { outcome: 'stored', key: decision.key, contentType, ...measured };
}

type Content = { contentType: string | null; content: AsyncIterable<Buffer> };

async function contentOf(
  response: HttpResponse,
  attachment: FetchableAttachment,
  maxBytes: number,
): Promise<Content> {
  const contentType = mimeTypeOf(response.headers['content-type']);
  const isJson = mayBeBinary(contentType);
  checkHeaders(response, attachment, isJson ? Number.POSITIVE_INFINITY : maxBytes);
  const content = decoded(response);
  if (!isJson) return { contentType, content };
  const json = await readJson(content);
  const { bytes, ...binary } = unwrapBinary(json) ?? { contentType, bytes: json };
  return { ...binary, content: inOneChunk(bytes) };
}

function checkHeaders(response: HttpResponse, { owners }: FetchableAttachment, maxBytes: number) {
  const { status, headers } = response;
  throwForStatus(response, 'attachment');
  if (status !== 200) throw new FileRefused(`the server answered ${status} to an attachment`);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!provesLength(headers) && owners.every(({ size }) => size === null))
    throw new UnverifiableLength('nothing proves the end of the attachment, not even its resource');
}

/** For a body whose end nothing else proves. */
function checkDeclaredSize({ owners }: FetchableAttachment, { bytes }: Measured) {
  if (owners.every(({ size }) => size !== bytes))
    throw new FileTruncated(
      `an attachment has ${bytes} bytes, and its resource declares another size`,
    );
}

async function* inOneChunk(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Types that object storage gives to everything. */
const GENERIC_TYPES = ['application/octet-stream', 'binary/octet-stream'];
/** Types of a login page. */
const HTML_TYPES = ['text/html', 'application/xhtml+xml'];

/**
 * The MIME type of the response if it is wanted; undefined if it is not and the resource declares none.
 * Throws FileRefused if the resource declares a wanted type, and the response has another.
 */
function acceptedType(
  answered: string | null,
  declared: string | null,
  wanted: readonly string[],
): string | undefined {
  const isSpecific = answered !== null && !GENERIC_TYPES.includes(answered);
  const type = isSpecific ? answered : (declared ?? answered);
  const isPage = declared !== null && type !== declared && HTML_TYPES.includes(type ?? '');
  if (type !== null && matchesMimeType(type, wanted) && !isPage) return type;
  if (declared === null) return undefined;
  throw new FileRefused(`the server sent ${type} for an attachment of ${declared}`);
}

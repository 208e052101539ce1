import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import { throwForStatus } from '../../fhir-server/status-errors.ts';
import { matchesMimeType, mimeTypeOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import type { AttachmentUnit, PlannedAttachment } from '../../lake/attachment-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { FileRefused, FileTruncated, UnverifiableLength } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { ask, provesLength } from '../fetch/request-file.ts';
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

export type ToFetch = PlannedAttachment & { way: { kind: 'fetch' } };
/** `unwanted`: what came is of a MIME type that is not wanted, and nobody had said it would be. */
export type Fetched =
  | ({ outcome: 'stored'; key: string; contentType: string } & Measured)
  | { outcome: 'unwanted'; contentType: string | null };

type Deps = { server: FhirServer; storage: Storage; buffers: PartBuffers; sizes: Sizes };
type Rules = Pick<AttachmentUnit, 'settings' | 'requiresAccessToken'>;

/**
 * Fetches one attachment to its key as the bytes that it is, also where the server wraps them in a FHIR
 * Binary. The credential goes along as for files (rule 6). Throws FileRefused, FileTruncated,
 * UnverifiableLength, LinkRefused, CredentialRefused, ServerUnavailable, ServerBusy.
 */
export async function fetchAttachment(
  attachment: ToFetch,
  { settings, requiresAccessToken }: Rules,
  { server, ...deps }: Deps,
): Promise<Fetched> {
  const { contentType: declared, way } = attachment;
  const accept = declared ?? settings.mimeTypes.join(', ');
  const response = await ask('attachment', { url: way.url, accept, requiresAccessToken }, server);
  try {
    return await store(response, attachment, settings, deps);
  } finally {
    // What has not been read by now is not wanted.
    response.body.destroy();
  }
}

async function store(
  response: HttpResponse,
  attachment: ToFetch,
  { mimeTypes, maxBytes }: Rules['settings'],
  deps: Omit<Deps, 'server'>,
): Promise<Fetched> {
  const { contentType: declared, way } = attachment;
  const { contentType: answered, content } = await contentOf(response, attachment, maxBytes);
  const contentType = acceptedType(answered, declared, mimeTypes);
  if (contentType === undefined) return { outcome: 'unwanted', contentType: answered };
  const meter = attachmentMeter(maxBytes);
  await writeObject(way.key, meter.measure(content), deps);
  const measured = meter.measured();
  if (!provesLength(response.headers)) checkDeclaredSize(attachment, measured);
  return { outcome: 'stored', key: way.key, contentType, ...measured };
}

type Content = { contentType: string | null; content: AsyncIterable<Buffer> };

async function contentOf(
  response: HttpResponse,
  attachment: ToFetch,
  maxBytes: number,
): Promise<Content> {
  const contentType = mimeTypeOf(response.headers['content-type']);
  const isJson = mayBeBinary(contentType);
  checkHead(response, attachment, isJson ? Number.POSITIVE_INFINITY : maxBytes);
  const content = decoded(response);
  if (!isJson) return { contentType, content };
  const json = await readJson(content);
  const { bytes, ...binary } = unwrapBinary(json) ?? { contentType, bytes: json };
  return { ...binary, content: piecesOf(bytes) };
}

function checkHead(response: HttpResponse, { owners }: ToFetch, maxBytes: number) {
  const { status, headers } = response;
  throwForStatus(response, 'attachment');
  if (status !== 200) throw new FileRefused(`the server answered ${status} to an attachment`);
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!provesLength(headers) && owners.every(({ size }) => size === null))
    throw new UnverifiableLength('nothing proves the end of the attachment, not even its resource');
}

/** Where nothing else proves that all has come (D2). */
function checkDeclaredSize({ owners }: ToFetch, { bytes }: Measured) {
  if (owners.every(({ size }) => size !== bytes))
    throw new FileTruncated(`${bytes} bytes of an attachment came, and its resource told another`);
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** What storages call all they keep. */
const SAYS_NOTHING = ['application/octet-stream', 'binary/octet-stream'];
/** What a login page is (D8). */
const PAGES = ['text/html', 'application/xhtml+xml'];

/**
 * The MIME type of what the server sent, where it is wanted; undefined where it is not and the resource
 * told none. Throws FileRefused where it told one that is wanted, and something else came.
 */
function acceptedType(
  answered: string | null,
  declared: string | null,
  wanted: readonly string[],
): string | undefined {
  const isTold = answered !== null && !SAYS_NOTHING.includes(answered);
  const type = isTold ? answered : (declared ?? answered);
  const isPage = declared !== null && type !== declared && PAGES.includes(type ?? '');
  if (type !== null && matchesMimeType(type, wanted) && !isPage) return type;
  if (declared === null) return undefined;
  throw new FileRefused(`the server sent ${type} for an attachment of ${declared}`);
}

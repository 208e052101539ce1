import { createHash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { contentEncodingOf, mimeTypeOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { FileRefused, FileTruncated } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';

/**
 * Decodes the body of a response. Throws FileTruncated if it is truncated, by length, chunks or gzip
 * trailer, and FileRefused for an encoding that was not requested.
 */
export async function* decoded({
  headers,
  body,
}: Pick<HttpResponse, 'headers' | 'body'>): AsyncGenerator<Buffer> {
  const isGzip = contentEncodingOf({ headers }) === 'gzip';
  try {
    yield* isGzip ? unzipped(body) : body;
  } catch (cause) {
    throw new FileTruncated('the attachment ended before its end', { cause });
  }
}

async function* unzipped(body: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  let rawBytes = 0;
  const counted = async function* (raw: AsyncIterable<Buffer>) {
    for await (const chunk of raw) {
      rawBytes += chunk.length;
      yield chunk;
    }
  };
  // Reading `gunzip` throws the error: the body's, or of a missing trailer.
  pipeline(body, counted, gunzip, () => {});
  yield* gunzip;
  // Node ignores whatever follows a zero byte after a gzip member.
  if (gunzip.bytesWritten !== rawBytes) throw new Error('something follows the gzip');
}

/** The longest JSON that is parsed: it is in memory several times, as text, as JSON and as bytes. */
const MAX_JSON_BYTES = 64 * 1024 ** 2;

const Binary = z.looseObject({
  contentType: z.string(),
  data: z.string().regex(/^[A-Za-z0-9+/\s]*={0,2}\s*$/),
});

/** Whether a response of that type may be a FHIR Binary in place of its content. */
export const mayBeBinary = (type: string | null): boolean =>
  /^application\/(fhir\+json|json\+fhir|json)$/.test(type ?? '');

/**
 * The content of a Binary that the server sends as FHIR, whatever the request accepts
 * (https://hl7.org/fhir/R4/binary.html#rest); undefined if the JSON is no Binary. Throws FileRefused.
 */
export function unwrapBinary(
  json: Buffer,
): { contentType: string | null; bytes: Buffer } | undefined {
  const resource = parseJsonObject(json.toString('utf8'));
  if (resource?.resourceType !== 'Binary') return undefined;
  const binary = Binary.safeParse(resource);
  if (!binary.success) throw new FileRefused('the server sent a Binary without its data');
  const { contentType, data } = binary.data;
  return { contentType: mimeTypeOf(contentType), bytes: Buffer.from(data, 'base64') };
}

/** Reads all of the JSON. Throws FileRefused beyond the limit. */
export async function readJson(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > MAX_JSON_BYTES)
      throw new FileRefused(
        `the server sent JSON of more than ${MAX_JSON_BYTES} bytes for an attachment`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The SHA-1 is in base64, as in FHIR. */
export type Measured = { bytes: number; checksum: string; sha1: string };

/** Counts and hashes an attachment while it is stored, and limits its size. */
export function attachmentMeter(maxBytes: number) {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let bytes = 0;
  return {
    /** Throws FileRefused. */
    async *measure(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        sha256.update(chunk);
        sha1.update(chunk);
        yield chunk;
      }
    },
    measured: (): Measured => ({
      bytes,
      checksum: `sha256:${sha256.digest('hex')}`,
      sha1: sha1.digest('base64'),
    }),
  };
}

export const tooLarge = (maxBytes: number) =>
  new FileRefused(`an attachment is larger than ${maxBytes} bytes, the source's maxBytes`);

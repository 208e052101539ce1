import { createHash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { contentEncodingOf, mimeTypeOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { FileRefused, FileTruncated } from '../../runtime/errors.ts';
import { jsonObject } from '../../runtime/json.ts';

/**
 * The content of an answer, with its encoding undone. Throws FileTruncated where it is cut short, by
 * length, by chunks or by gzip trailer (D1), and FileRefused for an encoding that nobody asked for.
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
  // Whoever reads `gunzip` sees the error, be it the body's or a missing trailer.
  pipeline(body, counted, gunzip, () => {});
  yield* gunzip;
  // Node stops at a zero byte behind a member, whatever follows it.
  if (gunzip.bytesWritten !== rawBytes) throw new Error('something follows the gzip');
}

/**
 * The longest JSON that is read whole: as text, as JSON and as bytes it is in memory at once, several
 * times over, and the Lambda has to live.
 */
const MAX_BYTES = 64 * 1024 ** 2;

const Binary = z.looseObject({
  contentType: z.string(),
  data: z.string().regex(/^[A-Za-z0-9+/\s]*={0,2}\s*$/),
});

/** Whether an answer of that type may be a Binary as FHIR in place of its content. */
export const mayBeBinary = (type: string | null): boolean =>
  /^application\/(fhir\+json|json\+fhir|json)$/.test(type ?? '');

/**
 * The content of a Binary that the server sends as FHIR whatever it is asked for
 * (https://hl7.org/fhir/R4/binary.html#rest); undefined where the JSON is none. Throws FileRefused.
 */
export function unwrapBinary(
  json: Buffer,
): { contentType: string | null; bytes: Buffer } | undefined {
  const resource = jsonObject(json.toString('utf8'));
  if (resource?.resourceType !== 'Binary') return undefined;
  const binary = Binary.safeParse(resource);
  if (!binary.success) throw new FileRefused('the server sent a Binary without its data');
  const { contentType, data } = binary.data;
  return { contentType: mimeTypeOf(contentType), bytes: Buffer.from(data, 'base64') };
}

/** Reads JSON whole. Throws FileRefused beyond the limit. */
export async function readJson(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new FileRefused(
        `the server sent JSON of more than ${MAX_BYTES} bytes for an attachment`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What went through the meter, once it has ended; the SHA-1 in base64, as FHIR has it. */
export type Measured = { bytes: number; checksum: string; sha1: string };

/** Counts and hashes an attachment as it passes, and lets no more pass than is allowed. */
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

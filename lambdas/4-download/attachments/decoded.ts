import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { encodingOf } from '../../http/encoding-of.ts';
import type { HttpResponse } from '../../http/http.ts';
import { FileTruncated } from '../../runtime/errors.ts';

/**
 * The content of an answer, with its encoding undone. Throws FileTruncated where it is cut short, by
 * length, by chunks or by gzip trailer (D1), and FileRefused for an encoding that nobody asked for.
 */
export async function* decoded({
  headers,
  body,
}: Pick<HttpResponse, 'headers' | 'body'>): AsyncGenerator<Buffer> {
  const isGzip = encodingOf({ headers }) === 'gzip';
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

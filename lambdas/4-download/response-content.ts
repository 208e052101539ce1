import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileTruncated } from '../shared/errors.ts';
import type { HttpResponse } from '../shared/http/http.ts';

type Decoded = {
  content: Readable;
  /** Bytes of the content, where the server said so. */
  length: number | undefined;
  /** How many bytes were decoded, once the content has been read; 0 where it came without encoding. */
  encodedBytes(): number;
};

/** The content of an answer, with its encoding undone. */
export function decoded({ body, headers }: HttpResponse): Decoded {
  if (headers['content-encoding'] !== 'gzip')
    return { content: body, length: lengthIn(headers), encodedBytes: () => 0 };
  const gunzip = createGunzip();
  // Whoever reads `gunzip` sees the error, be it the body's or a missing trailer.
  pipeline(body, gunzip, () => {});
  return { content: gunzip, length: undefined, encodedBytes: () => gunzip.bytesWritten };
}

const lengthIn = ({ 'content-length': length }: HttpResponse['headers']) =>
  length === undefined ? undefined : Number(length);

/** A body that is cut short fails while it is read, by length, by chunks or by gzip trailer (D1). */
export async function* whole(content: Readable): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (cause) {
    throw new FileTruncated('the file ended before its end', { cause });
  }
}

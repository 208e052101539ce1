import { AwsError } from '../../service.ts';
import { type ByteReader, byteReader } from './byte-reader.ts';

export type Trailers = Map<string, string>;

/**
 * Undoes `Content-Encoding: aws-chunked`: `<hex length>[;signature]`, that many bytes, and so on to a
 * chunk of none and the trailers, which are filled in at the end. Throws IncompleteBody where the
 * stream ends before that.
 */
export async function* decodeChunks(
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
  trailers: Trailers,
): AsyncGenerator<Buffer> {
  const reader = byteReader(source);
  for (let left = await readLength(reader); left > 0; left = await readLength(reader)) {
    while (left > 0) {
      const run = await reader.take(left);
      left -= run.length;
      yield run;
    }
    if ((await reader.line()) !== '') throw malformed();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

async function readLength(reader: ByteReader): Promise<number> {
  const [length = ''] = (await reader.line()).split(';', 1);
  if (!/^[0-9a-f]{1,8}$/i.test(length)) throw malformed();
  return Number.parseInt(length, 16);
}

const malformed = () => new AwsError('IncompleteBody', 'the body is not aws-chunked');

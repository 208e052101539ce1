import { AwsError } from '../../service.ts';

export type Trailers = Map<string, string>;

/**
 * Decodes `Content-Encoding: aws-chunked`: chunks of `<hex length>[;signature]` and that many bytes, a
 * chunk of length 0, and the trailers, which it fills in at the end. Throws IncompleteBody if the stream
 * ends early.
 */
export async function* decodeChunks(
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
  trailers: Trailers,
): AsyncGenerator<Buffer> {
  const reader = byteReader(source);
  for (let left = await readLength(reader); left > 0; left = await readLength(reader)) {
    while (left > 0) {
      const run = await reader.read(left);
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

/** Reads lines and bytes from buffers of any length. */
type ByteReader = {
  /** The next line, without its CRLF. */
  line(): Promise<string>;
  /** At least one byte, at most `maxBytes`. */
  read(maxBytes: number): Promise<Buffer>;
};

/** Both methods throw IncompleteBody at the end of the source. */
function byteReader(source: Iterable<Buffer> | AsyncIterable<Buffer>): ByteReader {
  const chunks = iterate(source);
  let pending: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const { done, value } = await chunks.next();
    if (done) throw new AwsError('IncompleteBody', 'the body ends before its last chunk');
    pending = pending.length === 0 ? value : Buffer.concat([pending, value]);
  }

  function shift(bytes: number): Buffer {
    const run = pending.subarray(0, bytes);
    pending = pending.subarray(bytes);
    return run;
  }

  return {
    async line() {
      while (!pending.includes('\r\n')) await more();
      const line = shift(pending.indexOf('\r\n')).toString();
      shift(2);
      return line;
    },
    async read(maxBytes) {
      while (pending.length === 0) await more();
      return shift(maxBytes);
    },
  };
}

async function* iterate(source: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* source;
}

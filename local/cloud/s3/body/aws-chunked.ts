import { AwsError } from '../../service.ts';

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

/** Reads lines and runs of bytes out of chunks that are cut anywhere. */
type ByteReader = {
  /** The next line, without its CRLF. */
  line(): Promise<string>;
  /** At least one byte, and at most that many. */
  take(mostBytes: number): Promise<Buffer>;
};

/** Both verbs throw IncompleteBody at the end of the source. */
function byteReader(source: Iterable<Buffer> | AsyncIterable<Buffer>): ByteReader {
  const chunks = iterate(source);
  let pending: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const { done, value } = await chunks.next();
    if (done) throw new AwsError('IncompleteBody', 'the body ends before its end');
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
    async take(mostBytes) {
      while (pending.length === 0) await more();
      return shift(mostBytes);
    },
  };
}

async function* iterate(source: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* source;
}

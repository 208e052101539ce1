import { AwsError } from '../../service.ts';

/** Reads lines and runs of bytes out of chunks that are cut anywhere. */
export type ByteReader = {
  /** The next line, without its CRLF. */
  line(): Promise<string>;
  /** At least one byte, and at most that many. */
  take(mostBytes: number): Promise<Buffer>;
};

/** Both verbs throw IncompleteBody at the end of the source. */
export function byteReader(source: Iterable<Buffer> | AsyncIterable<Buffer>): ByteReader {
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

import { createHash } from 'node:crypto';
import { FileNotNdjson } from '../shared/errors.ts';
import { checkLine } from './line-checker.ts';

const NEWLINE = 0x0a;
/** No FHIR resource comes near; beyond it a line would fill the Lambda's memory (D20). */
const MAX_LINE_BYTES = 64 * 1024 ** 2;

/** What went through the meter, once it has ended. */
export type Measured = { bytes: number; lines: number; checksum: string };

/** Counts, hashes and checks a file as it passes; the bytes go on as they came. */
export type NdjsonMeter = {
  /** For `pipeline`. Throws FileNotNdjson. */
  measure(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
  measured(): Measured;
};

export function ndjsonMeter(resourceType: string): NdjsonMeter {
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  let number = 0;
  let lineOffset = 0;
  let open: Buffer[] = [];

  const endLine = (last: Buffer, bytesOfNewline: number) => {
    number += 1;
    const line = open.length ? Buffer.concat([...open, last]) : last;
    if (checkLine({ number, offset: lineOffset, bytes: line }, resourceType)) lines += 1;
    lineOffset += line.length + bytesOfNewline;
    open = [];
  };
  const take = (chunk: Buffer) => {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      endLine(chunk.subarray(from, to), 1);
      from = to + 1;
    }
    if (from < chunk.length) open.push(chunk.subarray(from));
    if (bytes - lineOffset > MAX_LINE_BYTES)
      throw new FileNotNdjson(`line ${number + 1} is longer than ${MAX_LINE_BYTES} bytes`);
  };
  return {
    async *measure(source) {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        take(chunk);
        yield chunk;
      }
      // The last line may lack its newline (D3).
      if (open.length) endLine(Buffer.alloc(0), 0);
    },
    measured: () => ({ bytes, lines, checksum: `sha256:${hash.digest('hex')}` }),
  };
}

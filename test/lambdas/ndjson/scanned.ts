import fc from 'fast-check';
import { type LandedType, lineType } from '../../../lambdas/lake/landed-type.ts';
import type { ContentScanner } from '../../../lambdas/ndjson/content-scanner.ts';
import { checkLine } from '../../../lambdas/ndjson/line-checker.ts';
import { tally } from '../../../lambdas/ndjson/tally.ts';
import { LineRefused } from '../../../lambdas/runtime/errors.ts';

/** The number of a file's lines, or the error's message. */
export type Found = { lines: number } | string;

const found = (scan: () => { lines: number }): Found => {
  try {
    return scan();
  } catch (error) {
    if (error instanceof LineRefused) return error.message;
    throw error;
  }
};

/** By the scanner, from views of one buffer that is overwritten after each write. */
export const scanned = (scanner: ContentScanner, chunks: readonly Buffer[]): Found =>
  found(() => {
    const room = Buffer.alloc(Math.max(0, ...chunks.map((chunk) => chunk.length)));
    for (const chunk of chunks) {
      chunk.copy(room);
      scanner.write(room.subarray(0, chunk.length));
      room.fill('#');
    }
    return scanner.end();
  });

/** By `checkLine`, of a file in one piece. */
export const foundByLine = (landed: LandedType, bytes: Buffer): Found =>
  found(() => {
    const counted = tally(landed);
    let offset = 0;
    for (let number = 1; offset < bytes.length; number += 1) {
      const newline = bytes.indexOf(0x0a, offset);
      const line = bytes.subarray(offset, newline < 0 ? bytes.length : newline);
      const resource = checkLine({ number, offset, bytes: line }, lineType(landed));
      if (resource) counted.add(resource);
      offset += line.length + 1;
    }
    return counted.tallied();
  });

export function splitAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  const ends = at.toSorted((a, b) => a - b);
  return ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
}

export const positions = fc.array(fc.nat({ max: 4000 }), { maxLength: 12 });

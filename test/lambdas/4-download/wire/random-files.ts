import fc from 'fast-check';
import { patient } from '../files.ts';

/** A file of random lines, and how many of them hold a resource. */
export type RandomFile = { content: Buffer; lines: number };

const text = fc.oneof(
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 6 },
  { arbitrary: fc.constantFrom('ä', '€', '😀', '\u2028', '\ufeff'), weight: 2 },
  // Longer than a read, and than a gzip block.
  { arbitrary: fc.nat(300_000).map((length) => 'ü€'.repeat(length / 5)), weight: 1 },
);
const record = text.map((id) => ({ line: patient(id), lines: 1 }));
const blank = fc.constantFrom('', ' ', '\t').map((line) => ({ line, lines: 0 }));
const line = fc.oneof({ arbitrary: record, weight: 5 }, { arbitrary: blank, weight: 1 });

/** With or without CR, BOM and a last newline; sometimes empty. */
export const randomFile: fc.Arbitrary<RandomFile> = fc
  .record({
    bom: fc.constantFrom('', '', '\ufeff'),
    all: fc.array(line, { maxLength: 30 }),
    newline: fc.constantFrom('\n', '\r\n'),
    isTerminated: fc.boolean(),
  })
  .map(({ bom, all, newline, isTerminated }) => ({
    content: Buffer.from(
      bom + all.map((each) => each.line).join(newline) + (isTerminated ? newline : ''),
    ),
    lines: all.reduce((sum, each) => sum + each.lines, 0),
  }));

/** Where the network splits an answer. */
export const positions = fc.array(fc.nat(1_000_000), { maxLength: 8 });

export function splitAt(bytes: Buffer, at: readonly number[]): Buffer[] {
  const within = at.map((each) => each % (bytes.length + 1));
  const ends = [...new Set(within)].sort((a, b) => a - b);
  return [0, ...ends].map((from, i) => bytes.subarray(from, ends[i] ?? bytes.length));
}

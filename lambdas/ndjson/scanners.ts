import type { ScanPosition } from '../lake/checkpoint-records.ts';
import { type LandedType, lineType } from '../lake/landed-type.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { Source } from '../settings/source.ts';
import type { ContentScanner } from './content-scanner.ts';
import { lineScanner } from './line-scanner.ts';

type ScanOptions = {
  verify: Source['verify'];
  sizes: Sizes;
  /** Where an earlier call stopped. */
  start?: ScanPosition | undefined;
  read?: ((resource: Record<string, unknown>) => void) | undefined;
};

/** The scanner that the source's `verify` asks for; the full one if resources are read. */
export const contentScanner = (
  landed: LandedType,
  { verify, sizes, start, read }: ScanOptions,
): ContentScanner =>
  verify === 'full' || read
    ? fullScanner(landed, sizes, start, read)
    : structuralScanner(landed, sizes, start);

const CLOSING_BRACE = 0x7d;

/**
 * Verifies that every line is UTF-8 (D13), begins as a resource of the manifest's type and ends as an
 * object, and that the last line is complete. A line that begins in another way is parsed. Invalid JSON
 * between the beginning and the end of a line is found only by `fullScanner`. Outcomes and organized
 * files are parsed in any case, since their records are counted by content.
 */
export function structuralScanner(
  landed: LandedType,
  sizes: Pick<Sizes, 'line' | 'keptLine'>,
  start?: ScanPosition,
): ContentScanner {
  const resourceType = lineType(landed);
  if (resourceType === null || landed === 'bulk_outcome') return fullScanner(landed, sizes, start);
  // Most servers write no spaces; Python's `json` writes one.
  const usual = startsWith(`{"resourceType":"${resourceType}"`);
  const spaced = startsWith(`{"resourceType": "${resourceType}"`);
  const recognize = (lines: Buffer) => {
    const view = new DataView(lines.buffer, lines.byteOffset, lines.length);
    return (from: number, to: number) =>
      (usual(view, from, to) || spaced(view, from, to)) && endsWithBrace(lines, from, to);
  };
  return lineScanner(landed, { recognize, sizes }, start);
}

function endsWithBrace(bytes: Buffer, from: number, to: number): boolean {
  let last = to - 1;
  while (last > from && isSpace(bytes[last])) last -= 1;
  return bytes[last] === CLOSING_BRACE;
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Parses every line: verifies what `structuralScanner` does, and that all of it is JSON. Calls `read`
 * with every resource.
 */
export function fullScanner(
  landed: LandedType,
  { line }: Pick<Sizes, 'line'>,
  start?: ScanPosition,
  read?: (resource: Record<string, unknown>) => void,
): ContentScanner {
  const sizes = { line, keptLine: Infinity };
  const rules = { recognize: () => () => false, sizes, ...(read && { read }) };
  return lineScanner(landed, rules, start);
}

/** Tests the line between `from` and `to`. */
type LineTest = (lines: DataView, from: number, to: number) => boolean;

const WORD_BYTES = 4;

/**
 * Whether a line starts with `text`, of at least four bytes. Compares words, the last two overlapping:
 * comparing bytes, or `Buffer.compare`, takes as long again as finding the lines.
 */
function startsWith(text: string): LineTest {
  const bytes = Buffer.from(text);
  const last = bytes.length - WORD_BYTES;
  const count = Math.ceil(bytes.length / WORD_BYTES);
  const offsets = Int32Array.from({ length: count }, (_, i) => Math.min(i * WORD_BYTES, last));
  const words = offsets.map((offset) => bytes.readInt32LE(offset));
  return (lines, from, to) => {
    if (to - from < bytes.length) return false;
    for (let i = 0; i < count; i += 1)
      if (lines.getInt32(from + (offsets[i] ?? 0), true) !== words[i]) return false;
    return true;
  };
}

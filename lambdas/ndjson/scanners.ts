import type { ScanPlace } from '../lake/checkpoint-records.ts';
import { type LandedType, lineType } from '../lake/landed-type.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { Source } from '../settings/source.ts';
import type { ContentScanner } from './content-scanner.ts';
import { lineScanner } from './line-scanner.ts';

type Looking = {
  verify: Source['verify'];
  sizes: Sizes;
  /** Where an earlier call has stopped. */
  start?: ScanPlace | undefined;
  read?: ((resource: Record<string, unknown>) => void) | undefined;
};

/** How a file is looked at: as the source wants it, and whole where somebody reads its resources. */
export const contentScanner = (
  landed: LandedType,
  { verify, sizes, start, read }: Looking,
): ContentScanner =>
  verify === 'full' || read
    ? fullScanner(landed, sizes, start, read)
    : structuralScanner(landed, sizes, start);

const CLOSING_BRACE = 0x7d;

/**
 * Proves that every line of a file is UTF-8 (D13), begins as a resource of the manifest's type (D8),
 * ends as an object, and that the last one is whole (D3, D10). A line that begins otherwise is parsed.
 * JSON that is broken between a line's beginning and its end it does not see; `fullScanner` does.
 * Records that are counted by what they hold are all parsed: outcomes, and what may follow a header.
 */
export function structuralScanner(
  landed: LandedType,
  sizes: Pick<Sizes, 'line' | 'keptLine'>,
  start?: ScanPlace,
): ContentScanner {
  const resourceType = lineType(landed);
  if (resourceType === null || landed === 'bulk_outcome') return fullScanner(landed, sizes, start);
  // How servers begin a line: most without spaces, those that write it with Python's `json` with one.
  const usual = startsWith(`{"resourceType":"${resourceType}"`);
  const spaced = startsWith(`{"resourceType": "${resourceType}"`);
  const evident = (lines: Buffer) => {
    const view = new DataView(lines.buffer, lines.byteOffset, lines.length);
    return (from: number, to: number) =>
      (usual(view, from, to) || spaced(view, from, to)) && endsWithBrace(lines, from, to);
  };
  return lineScanner(landed, { recognize: evident, sizes }, start);
}

function endsWithBrace(bytes: Buffer, from: number, to: number): boolean {
  let last = to - 1;
  while (last > from && isSpace(bytes[last])) last -= 1;
  return bytes[last] === CLOSING_BRACE;
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Parses every line of a file: what `structuralScanner` proves, and that all of it is JSON (D10). `read`
 * is told of every resource.
 */
export function fullScanner(
  landed: LandedType,
  { line }: Pick<Sizes, 'line'>,
  start?: ScanPlace,
  read?: (resource: Record<string, unknown>) => void,
): ContentScanner {
  const sizes = { line, keptLine: Infinity };
  const look = { evident: () => () => false, sizes, ...(read && { read }) };
  return lineScanner(landed, look, start);
}

/** Whether a line, of `lines` between `from` and `to`, begins so. */
type LineTest = (lines: DataView, from: number, to: number) => boolean;

const WORD_BYTES = 4;

/**
 * With a text of at least four bytes. It is compared word by word, the last ones overlapping: by
 * bytes, or by `Buffer.compare`, it takes as long again as finding the lines.
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

import { type LandedType, lineType } from '../lake/landed-type.ts';
import type { ScanPlace } from '../lake/open-file.ts';
import type { Sizes } from '../runtime/sizes.ts';
import { beginning } from './beginning.ts';
import type { ContentScanner } from './content-scanner.ts';
import { fullScanner } from './full-scanner.ts';
import { lineScanner } from './line-scanner.ts';

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
  const usual = beginning(`{"resourceType":"${resourceType}"`);
  const spaced = beginning(`{"resourceType": "${resourceType}"`);
  const evident = (lines: Buffer) => {
    const view = new DataView(lines.buffer, lines.byteOffset, lines.length);
    return (from: number, to: number) =>
      (usual(view, from, to) || spaced(view, from, to)) && endsWithBrace(lines, from, to);
  };
  return lineScanner(landed, { evident, sizes }, start);
}

function endsWithBrace(bytes: Buffer, from: number, to: number): boolean {
  let last = to - 1;
  while (last > from && isSpace(bytes[last])) last -= 1;
  return bytes[last] === CLOSING_BRACE;
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;

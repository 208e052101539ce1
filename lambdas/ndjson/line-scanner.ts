import { isUtf8 } from 'node:buffer';
import type { ScanPosition } from '../lake/checkpoint-records.ts';
import { type LandedType, lineType } from '../lake/landed-type.ts';
import type { Sizes } from '../runtime/sizes.ts';
import { type ContentScanner, SCAN_START } from './content-scanner.ts';
import { checkLine } from './line-checker.ts';
import { openLine } from './open-line.ts';
import { tally } from './tally.ts';

const NEWLINE = 0x0a;

type LineRules = {
  /** Gives, for lines that are UTF-8, a test whether one is a record without parsing it. */
  recognize(lines: Buffer): (from: number, to: number) => boolean;
  /** A line across chunks is kept up to `keptLine`; a longer one is verified piece by piece. */
  sizes: Pick<Sizes, 'line' | 'keptLine'>;
  /** Called with every resource that is parsed. */
  read?(resource: Record<string, unknown>): void;
};

/**
 * Splits content at 0x0A only (D12), counts the lines that are recognized, and parses the others. `start`:
 * where another scanner stopped.
 */
export function lineScanner(
  landed: LandedType,
  { recognize, sizes, read }: LineRules,
  start: ScanPosition = SCAN_START,
): ContentScanner {
  const resourceType = lineType(landed);
  const counted = tally(landed, start.tallied);
  const open = openLine(resourceType, sizes);
  let recognizedLines = 0;
  /** Of the open line, or the next one. */
  let { number, offset } = start;

  const add = (resource: Record<string, unknown> | undefined) => {
    if (!resource) return;
    counted.add(resource);
    read?.(resource);
  };
  const isRecognized = (line: Buffer | undefined) =>
    line !== undefined && isUtf8(line) && recognize(line)(0, line.length);

  const tallied = () => {
    const parsed = counted.tallied();
    return { ...parsed, lines: parsed.lines + recognizedLines };
  };

  const endOpenLine = (isTerminated: boolean) => {
    if (isTerminated && isRecognized(open.bytes())) recognizedLines += 1;
    else add(open.check({ number, offset }));
    number += 1;
    offset += open.length() + 1;
    open.clear();
  };
  const scanWhole = (lines: Buffer) => {
    const isRecord = isUtf8(lines) ? recognize(lines) : () => false;
    let seen = 0;
    let records = 0;
    let from = 0;
    for (let to = lines.indexOf(NEWLINE); to >= 0; to = lines.indexOf(NEWLINE, from)) {
      if (isRecord(from, to)) records += 1;
      else if (to > from) {
        const line = { number: number + seen, offset: offset + from };
        add(checkLine({ ...line, bytes: lines.subarray(from, to) }, resourceType));
      }
      seen += 1;
      from = to + 1;
    }
    recognizedLines += records;
    number += seen;
    offset += from;
  };
  return {
    write(bytes) {
      const begun = open.length() > 0;
      const first = begun ? bytes.indexOf(NEWLINE) : -1;
      if (begun) {
        open.add(first < 0 ? bytes : bytes.subarray(0, first), { number, offset });
        if (first < 0) return;
        endOpenLine(true);
      }
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > first + 1) scanWhole(bytes.subarray(first + 1, end));
      open.add(bytes.subarray(end), { number, offset });
    },
    end() {
      if (open.length() > 0) endOpenLine(false);
      return tallied();
    },
    position: () => ({ number, offset, tallied: tallied() }),
  };
}

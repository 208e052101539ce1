import { isUtf8 } from 'node:buffer';
import type { ScanPlace } from '../lake/checkpoint-records.ts';
import { type LandedType, lineType } from '../lake/landed-type.ts';
import type { Sizes } from '../runtime/sizes.ts';
import { type ContentScanner, SCAN_START } from './content-scanner.ts';
import { checkLine } from './line-checker.ts';
import { openLine } from './open-line.ts';
import { tally } from './tally.ts';

const NEWLINE = 0x0a;

/** How lines are looked at. */
export type LineRules = {
  /** Says of lines, which are UTF-8, whether one is so evidently a record that nobody parses it. */
  recognize(lines: Buffer): (from: number, to: number) => boolean;
  /** Of a line that goes across chunks, `keptLine` is kept; a longer one is proved piece by piece. */
  sizes: Pick<Sizes, 'line' | 'keptLine'>;
  /** Is told of every resource that is parsed. */
  read?(resource: Record<string, unknown>): void;
};

/**
 * Splits content at 0x0A only (D12), counts what is evident, and has every other line parsed. It goes on
 * where another scanner stopped, if it is told.
 */
export function lineScanner(
  landed: LandedType,
  { recognize: evident, sizes, read }: LineRules,
  start: ScanPlace = SCAN_START,
): ContentScanner {
  const resourceType = lineType(landed);
  const counted = tally(landed, start.tallied);
  const open = openLine(resourceType, sizes);
  let evidentLines = 0;
  /** Of the line that is open, or comes next. */
  let { number, offset } = start;

  const add = (resource: Record<string, unknown> | undefined) => {
    if (!resource) return;
    counted.add(resource);
    read?.(resource);
  };
  const isEvident = (line: Buffer | undefined) =>
    line !== undefined && isUtf8(line) && evident(line)(0, line.length);

  const tallied = () => {
    const parsed = counted.tallied();
    return { ...parsed, lines: parsed.lines + evidentLines };
  };

  const endOpenLine = (isTerminated: boolean) => {
    if (isTerminated && isEvident(open.bytes())) evidentLines += 1;
    else add(open.check({ number, offset }));
    number += 1;
    offset += open.length() + 1;
    open.clear();
  };
  const scanWhole = (lines: Buffer) => {
    const isRecord = isUtf8(lines) ? evident(lines) : () => false;
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
    evidentLines += records;
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
    place: () => ({ number, offset, tallied: tallied() }),
  };
}

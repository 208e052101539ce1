import type { Sizes } from '../runtime/sizes.ts';
import { checkLine, type LineStart } from './line-checker.ts';
import { type LongLine, longLine } from './long-line.ts';

/** A line whose end has not come yet. */
type OpenLine = {
  /** Copies the piece. Throws LineRefused if the line becomes too long. */
  add(piece: Buffer, start: LineStart): void;
  length(): number;
  /** All of it, valid until the next piece; undefined if it is too long to be kept. */
  bytes(): Buffer | undefined;
  /** Its resource, of a long line only the type; undefined if it is blank. Throws LineRefused. */
  check(start: LineStart): Record<string, unknown> | undefined;
  clear(): void;
};

/** Kept up to `keptLine`; a longer line is verified piece by piece, in bounded memory. */
export function openLine(
  resourceType: string | null,
  { line: maxBytes, keptLine }: Pick<Sizes, 'line' | 'keptLine'>,
): OpenLine {
  const kept = growingBuffer();
  let length = 0;
  let long: LongLine | undefined;
  return {
    add(piece, start) {
      const room = maxBytes - length;
      length += piece.length;
      // The hash of a line that is too long is that of its first `maxBytes`.
      if (!long && length > Math.min(keptLine, maxBytes)) {
        long = longLine(start, resourceType);
        long.add(kept.bytes());
        kept.clear();
      }
      (long ?? kept).add(piece.subarray(0, room));
      if (long && piece.length > room) throw long.refused(`is longer than ${maxBytes} bytes`);
    },
    length: () => length,
    bytes: () => (long ? undefined : kept.bytes()),
    check: (start) =>
      long ? long.end() : checkLine({ ...start, bytes: kept.bytes() }, resourceType),
    clear() {
      length = 0;
      long = undefined;
      kept.clear();
    },
  };
}

const FIRST_BYTES = 64 * 1024;

/** Copies of what was added, as one buffer. */
type GrowingBuffer = {
  add(bytes: Buffer): void;
  /** A view, until something is added or cleared. */
  bytes(): Buffer;
  clear(): void;
};

/** Doubles when it is full, and is reused: no allocation for each line. */
function growingBuffer(): GrowingBuffer {
  let room = Buffer.alloc(0);
  let used = 0;
  return {
    add(bytes) {
      const needed = used + bytes.length;
      if (needed > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, room.length * 2, FIRST_BYTES));
        room.copy(larger, 0, 0, used);
        room = larger;
      }
      bytes.copy(room, used);
      used = needed;
    },
    bytes: () => room.subarray(0, used),
    clear() {
      used = 0;
    },
  };
}

import type { Sizes } from '../runtime/sizes.ts';
import { checkLine, type Place } from './line-checker.ts';
import { type LongLine, longLine } from './long-line.ts';

/** A line whose end has not come yet, in copies of its pieces. */
type OpenLine = {
  /** Throws LineRefused where the line grows too long (D20). */
  add(piece: Buffer, place: Place): void;
  length(): number;
  /** All of it, until the next piece; undefined where it is too long to be kept. */
  bytes(): Buffer | undefined;
  /** The resource it holds, or as much of it as was kept; undefined where it is blank. Throws LineRefused. */
  check(place: Place): Record<string, unknown> | undefined;
  clear(): void;
};

/** Of which `keptLine` is kept; a longer one is proved piece by piece, in bounded memory. */
export function openLine(
  resourceType: string | null,
  { line: maxBytes, keptLine }: Pick<Sizes, 'line' | 'keptLine'>,
): OpenLine {
  const kept = growingBuffer();
  let length = 0;
  let long: LongLine | undefined;
  return {
    add(piece, place) {
      const room = maxBytes - length;
      length += piece.length;
      // One that grows too long is named by the hash of as much as a line may have.
      if (!long && length > Math.min(keptLine, maxBytes)) {
        long = longLine(place, resourceType);
        long.add(kept.bytes());
        kept.clear();
      }
      (long ?? kept).add(piece.subarray(0, room));
      if (long && piece.length > room) throw long.refused(`is longer than ${maxBytes} bytes`);
    },
    length: () => length,
    bytes: () => (long ? undefined : kept.bytes()),
    check: (place) =>
      long ? long.end() : checkLine({ ...place, bytes: kept.bytes() }, resourceType),
    clear() {
      length = 0;
      long = undefined;
      kept.clear();
    },
  };
}

const FIRST_BYTES = 64 * 1024;

/** Copies of what was added, in one piece. */
type GrowingBuffer = {
  add(bytes: Buffer): void;
  /** A view, until something is added or cleared. */
  bytes(): Buffer;
  clear(): void;
};

/** It doubles where it must, and is used again: a file's lines cost no allocation each. */
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

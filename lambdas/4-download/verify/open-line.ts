import { FileNotNdjson } from '../../shared/errors.ts';
import { checkLine } from '../line-checker.ts';
import { growingBuffer } from './growing-buffer.ts';
import { type LongLine, longLine, type Place } from './long-line.ts';

/** No FHIR resource comes near; beyond it a line would fill the Lambda's memory (D20). */
const MAX_LINE_BYTES = 64 * 1024 ** 2;

/** A line whose end has not come yet, in copies of its pieces. */
export type OpenLine = {
  /** Throws FileNotNdjson where the line grows too long (D20). */
  add(piece: Buffer, place: Place): void;
  length(): number;
  /** All of it, until the next piece; undefined where it is too long to be kept. */
  bytes(): Buffer | undefined;
  /** The resource it holds, or as much of it as was kept; undefined where it is blank. Throws FileNotNdjson. */
  proved(place: Place): Record<string, unknown> | undefined;
  clear(): void;
};

/** Of which `keptBytes` are kept; a longer one is proved piece by piece, in bounded memory. */
export function openLine(resourceType: string | null, keptBytes: number): OpenLine {
  const kept = growingBuffer();
  let length = 0;
  let long: LongLine | undefined;
  return {
    add(piece, place) {
      length += piece.length;
      if (length > MAX_LINE_BYTES)
        throw new FileNotNdjson(`line ${place.number} is longer than ${MAX_LINE_BYTES} bytes`);
      if (!long && length > keptBytes) {
        long = longLine(place, resourceType);
        long.add(kept.bytes());
        kept.clear();
      }
      (long ?? kept).add(piece);
    },
    length: () => length,
    bytes: () => (long ? undefined : kept.bytes()),
    proved: (place) =>
      long ? long.end() : checkLine({ ...place, bytes: kept.bytes() }, resourceType),
    clear() {
      length = 0;
      long = undefined;
      kept.clear();
    },
  };
}

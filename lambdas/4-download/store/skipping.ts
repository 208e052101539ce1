import type { Sink } from '../../http/sink.ts';
import { crc32c } from '../../ndjson/crc32c.ts';
import type { Passed } from './begun.ts';
import { FileChanged } from './file-changed.ts';

const SCRATCH_BYTES = 256 * 1024;

/** `end`: throws FileChanged where the content has ended before all that is stored had come again. */
export type Skipping = Sink & { end(): void };

/**
 * Passes over what is stored already, where the server sends a file from its beginning, and gives the
 * rest to the sink. The CRC-32C of what is passed over proves that it is what was stored. Throws
 * FileChanged where it is not (D16).
 */
export function skipping({ bytes, crc32c: stored }: Passed, sink: Sink): Skipping {
  const scratch = Buffer.allocUnsafeSlow(Math.min(SCRATCH_BYTES, Math.max(1, bytes)));
  let left = bytes;
  let crc = 0;
  return {
    room: () => (left > 0 ? scratch.subarray(0, Math.min(scratch.length, left)) : sink.room()),
    filled(count) {
      if (left === 0) return sink.filled(count);
      crc = crc32c(scratch.subarray(0, count), crc);
      left -= count;
      if (left === 0 && crc !== stored)
        throw new FileChanged('the file has changed since its first part was stored');
    },
    whenRoom: () => sink.whenRoom(),
    end() {
      if (left > 0) throw new FileChanged('the file is shorter than what was stored of it');
    },
  };
}

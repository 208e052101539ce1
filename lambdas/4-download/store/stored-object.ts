import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Made } from './object-sink.ts';

/** An object as a receipt has it. */
export const storedObject = (
  key: string,
  { bytes, crc32c }: Made,
  lines: number,
): StoredObject => ({
  ...{ key, bytes, lines },
  checksum: `crc32c:${crc32c.toString(16).padStart(8, '0')}`,
});

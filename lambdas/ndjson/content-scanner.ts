import type { ScanPosition } from '../lake/checkpoint-records.ts';
import type { Tallied } from './tally.ts';

/**
 * Verifies a file's content while it is stored. `bytes` may be overwritten once `write` has returned. Both
 * throw LineRefused, which names the line by number, offset and hash, never by its text.
 */
export type ContentScanner = {
  write(bytes: Buffer): void;
  /** After the last byte: verifies the last line, even without a newline. */
  end(): Tallied;
  /** After the last whole line; another scanner can resume there. */
  position(): ScanPosition;
};

/** Before the first line. */
export const SCAN_START: ScanPosition = { number: 1, offset: 0, tallied: { lines: 0 } };

import type { ScanPlace } from '../lake/checkpoint-records.ts';
import type { Tallied } from './tally.ts';

/**
 * Looks at a file's content while it passes. It keeps no view of `bytes`, so that they may be
 * overwritten once `write` has returned. Both throw LineRefused, which names the line by number,
 * offset and hash, never by its text.
 */
export type ContentScanner = {
  write(bytes: Buffer): void;
  /** After the last byte: proves the last line, also one that lacks its newline (D3). */
  end(): Tallied;
  /** Behind the last whole line; another scanner can go on from there. */
  place(): ScanPlace;
};

/** Before the first line. */
export const SCAN_START: ScanPlace = { number: 1, offset: 0, tallied: { lines: 0 } };

import type { ScanPlace } from '../lake/open-file.ts';

/** Before the first line. */
export const START: ScanPlace = { number: 1, offset: 0, tallied: { lines: 0 } };

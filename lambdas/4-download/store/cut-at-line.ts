import type { Sizes } from '../../runtime/sizes.ts';

const NEWLINE = 0x0a;

/**
 * Where a part of NDJSON ends: behind its last whole line, so that another call can go on from there
 * without knowing how the line began; within a line only where that leaves less than S3 takes.
 */
export const cutAtLine =
  ({ smallestPart }: Pick<Sizes, 'smallestPart'>) =>
  (part: Buffer): number => {
    const end = part.lastIndexOf(NEWLINE) + 1;
    return end >= smallestPart ? end : part.length;
  };

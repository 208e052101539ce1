import { MIN_PART_BYTES } from './part-bytes.ts';

const NEWLINE = 0x0a;

/**
 * Where a part of NDJSON ends: behind its last whole line, so that another call can go on from there
 * without knowing how the line began; within a line only where that leaves less than S3 takes.
 */
export function cutAtLine(part: Buffer): number {
  const end = part.lastIndexOf(NEWLINE) + 1;
  return end >= MIN_PART_BYTES ? end : part.length;
}

import { futimesSync } from 'node:fs';

/** The last time given out in this process, in microseconds. */
let last = 0;

/**
 * Gives an open file a time that no other file of this process has. The kernel's own times advance
 * only every few milliseconds, in which an inode can be freed and taken again: without this, the
 * ETags of a first and a third version could be the same, and an `If-Match` write be lost.
 */
export function stamp(descriptor: number): void {
  last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
  // Half a microsecond more, since the conversion to whole microseconds rounds down.
  const seconds = (last + 0.5) / 1e6;
  futimesSync(descriptor, seconds, seconds);
}

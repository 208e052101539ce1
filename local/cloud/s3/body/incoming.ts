import {
  closeSync,
  fstatSync,
  futimesSync,
  openSync,
  rmSync,
  writeFile,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { type Bucket, etagOf, newIncomingPath } from '../bucket.ts';

/** A finished file that is not an object yet. */
export type IncomingFile = { file: string; bytes: number; etag: string };

/** From here on, a write is worth the way through the thread pool. */
const LARGE_BYTES = 128 * 1024;

const writeLater = promisify(writeFile);

/** Writes chunks to a file beside the objects; leaves none where the chunks end in an error. */
export async function writeIncoming(
  bucket: Bucket,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<IncomingFile> {
  const file = newIncomingPath(bucket);
  const descriptor = openSync(file, 'wx');
  try {
    for await (const chunk of chunks) {
      if (chunk.length < LARGE_BYTES) writeFileSync(descriptor, chunk);
      else await writeLater(descriptor, chunk);
    }
    setUniqueTime(descriptor);
    const stat = fstatSync(descriptor, { bigint: true });
    return { file, bytes: Number(stat.size), etag: etagOf(stat) };
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** The last time given out in this process, in microseconds. */
let last = 0;

/**
 * Gives an open file a time that no other file of this process has. The kernel's own times advance
 * only every few milliseconds, in which an inode can be freed and taken again: without this, the
 * ETags of a first and a third version could be the same, and an `If-Match` write be lost.
 */
export function setUniqueTime(descriptor: number): void {
  last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
  // Half a microsecond more, since the conversion to whole microseconds rounds down.
  const seconds = (last + 0.5) / 1e6;
  futimesSync(descriptor, seconds, seconds);
}

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

/** A completely received file that is not an object yet. */
export type IncomingFile = { file: string; bytes: number; etag: string };

/** From this size on, writing in the thread pool pays off. */
const LARGE_BYTES = 128 * 1024;

const writeInPool = promisify(writeFile);

/** Writes chunks to a file that is not an object yet, and removes it if the chunks end in an error. */
export async function writeIncoming(
  bucket: Bucket,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<IncomingFile> {
  const file = newIncomingPath(bucket);
  const descriptor = openSync(file, 'wx');
  try {
    for await (const chunk of chunks) {
      if (chunk.length < LARGE_BYTES) writeFileSync(descriptor, chunk);
      else await writeInPool(descriptor, chunk);
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

/** The last time that was set in this process, in microseconds. */
let last = 0;

/**
 * Gives an open file a time that no other file of this process has. The kernel's clock advances only
 * every few milliseconds, and an inode can be freed and used again in between: the first and the third
 * version of an object could have the same ETag, and an `If-Match` write could be lost.
 */
export function setUniqueTime(descriptor: number): void {
  last = Math.max(last + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
  // Half a microsecond more, because the conversion to whole microseconds rounds down.
  const seconds = (last + 0.5) / 1e6;
  futimesSync(descriptor, seconds, seconds);
}

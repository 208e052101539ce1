import { closeSync, fstatSync, openSync, rmSync, writeFile, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Bucket, incomingFile } from './bucket.ts';
import { etagOf } from './etag.ts';
import { stamp } from './stamp.ts';

/** A finished file that is not an object yet. */
export type Incoming = { file: string; bytes: number; etag: string };

/** From here on, a write is worth the way through the thread pool. */
const LARGE_BYTES = 128 * 1024;

const writeLater = promisify(writeFile);

/** Writes chunks to a file beside the objects; leaves none where the chunks end in an error. */
export async function writeIncoming(
  bucket: Bucket,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<Incoming> {
  const file = incomingFile(bucket);
  const descriptor = openSync(file, 'wx');
  try {
    for await (const chunk of chunks) {
      if (chunk.length < LARGE_BYTES) writeFileSync(descriptor, chunk);
      else await writeLater(descriptor, chunk);
    }
    stamp(descriptor);
    const stat = fstatSync(descriptor, { bigint: true });
    return { file, bytes: Number(stat.size), etag: etagOf(stat) };
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

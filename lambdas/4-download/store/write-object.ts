import { place } from '../../http/pour.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { objectSink } from './object-sink.ts';
import type { Buffers } from './part-buffers.ts';

/**
 * Writes one object from chunks of unknown length. Nothing of it can be read before the last byte is
 * stored; after an error no upload is left open. Throws what `chunks` and storage throw.
 */
export async function writeObject(
  key: string,
  chunks: AsyncIterable<Buffer>,
  deps: { storage: Storage; buffers: Buffers; sizes: Sizes },
): Promise<void> {
  const object = objectSink({ key }, deps);
  try {
    for await (const chunk of chunks) await place(chunk, object);
    await object.finish();
  } catch (error) {
    await object.abort();
    throw error;
  }
}

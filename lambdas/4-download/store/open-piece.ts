import { place } from '../../http/pour.ts';
import type { Uploaded } from '../../lake/open-file.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { type Compression, compressor } from './compressor.ts';
import { type Made, objectSink } from './object-sink.ts';
import type { Buffers } from './part-buffers.ts';

/** An object of compressed content that is being written. */
export type OpenPiece = {
  /** The block is used no more once that is done. */
  write(block: Buffer): Promise<void>;
  /** Bytes that have come out of the compressor. */
  bytes(): number;
  /** Ends it, and makes the object. */
  finish(): Promise<Made>;
  /** Ends it, and leaves the object to be made. */
  close(): Promise<Uploaded>;
  abort(): Promise<void>;
};

/** Its parts are as large as those of any object: a part holds many blocks. */
export function openPiece(
  key: string,
  encoding: Compression,
  deps: { storage: Storage; buffers: Buffers; sizes: Sizes },
): OpenPiece {
  const packing = compressor(encoding);
  const object = objectSink({ key }, deps);
  let bytes = 0;
  const store = async (chunks: readonly Buffer[]) => {
    for (const chunk of chunks) {
      bytes += chunk.length;
      await place(chunk, object);
    }
  };
  const end = async () => store(await packing.end());
  return {
    write: async (block) => store(await packing.write(block)),
    bytes: () => bytes,
    async finish() {
      await end();
      return object.finish();
    },
    async close() {
      await end();
      return object.close();
    },
    async abort() {
      packing.abandon();
      await object.abort();
    },
  };
}

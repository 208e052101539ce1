import { copyToSink } from '../../http/body.ts';
import type { Sink } from '../../http/http.ts';
import type { Uploaded } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { turningSink } from './double-buffer.ts';
import { type Buffers, partBytes } from './part-buffers.ts';
import { nothingUploaded, uploader } from './uploader.ts';

/** What is written into one object. */
export type Target = {
  key: string;
  /** Bytes of the whole object; undefined: not known before its end. */
  objectBytes?: number | undefined;
  /**
   * Looks at the content as it comes; throws what refuses it. Gives null, or what to wait for before it
   * can look at more.
   */
  look?(bytes: Buffer): Promise<void> | null;
  /** Where a part ends; at its last byte where nobody cares. */
  cutAt?(part: Buffer): number;
  /** Is told when a part leaves, and what it gives is told when that has arrived. */
  leaves?(): (uploaded: Uploaded) => void;
  /** What an earlier call has uploaded. */
  uploaded?: Uploaded | undefined;
};

/** What an object is, as it lies in the bucket. */
export type Made = { bytes: number; crc32c: number };

/** An object on its way into the bucket; nothing of it can be read before `finish`. */
type ObjectSink = Sink & {
  /** Stores what is left, and makes the object. */
  finish(): Promise<Made>;
  /** Stores what is left, in an upload that makes the object once it is completed. */
  close(): Promise<Uploaded>;
  /** What has arrived so far. */
  uploaded(): Uploaded;
  /** Resolves once nothing is on its way any more, however it ended. */
  settled(): Promise<void>;
  /** Gives up what was uploaded. */
  abort(): Promise<void>;
};

type Deps = { storage: Storage; buffers: Buffers; sizes: Sizes };

/** Fills one part while the other is on its way to S3. */
export function objectSink(target: Target, { storage, buffers, sizes }: Deps): ObjectSink {
  const { key, objectBytes, uploaded = nothingUploaded } = target;
  const upload = uploader(key, uploaded, storage);
  const { rest, settled, ...sink } = turningSink({
    take: () => buffers.take(partBytes(objectBytes, upload.uploaded().parts.length, sizes)),
    look: target.look ?? (() => null),
    cutAt: target.cutAt ?? ((part) => part.length),
    async deliver(part) {
      const arrived = target.leaves?.();
      await upload.add(part);
      arrived?.(upload.uploaded());
    },
  });
  return {
    ...sink,
    settled,
    finish: async () => upload.complete(await rest()),
    close: async () => upload.close(await rest()),
    uploaded: upload.uploaded,
    async abort() {
      await settled();
      await upload.abort();
    },
  };
}

/** An object as a receipt has it. */
export const storedObject = (
  key: string,
  { bytes, crc32c }: Made,
  lines: number,
): StoredObject => ({
  ...{ key, bytes, lines },
  checksum: `crc32c:${crc32c.toString(16).padStart(8, '0')}`,
});

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
    for await (const chunk of chunks) await copyToSink(chunk, object);
    await object.finish();
  } catch (error) {
    await object.abort();
    throw error;
  }
}

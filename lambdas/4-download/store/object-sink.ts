import { copyToSink } from '../../http/body.ts';
import type { Sink } from '../../http/http.ts';
import type { Uploaded } from '../../lake/checkpoint-records.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { afterError } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { doubleBuffer } from './double-buffer.ts';
import { type Buffers, partBytes } from './part-buffers.ts';
import { nothingUploaded, uploader } from './uploader.ts';

/** What is written into one object. */
export type ObjectTarget = {
  key: string;
  /** Bytes of the whole object; undefined: not known before its end. */
  objectBytes?: number | undefined;
  /**
   * Inspects the content as it comes; throws what refuses it. Gives null, or a promise to wait for before
   * it can inspect more.
   */
  inspect?(bytes: Buffer): Promise<void> | null;
  /** Where a part ends; default: with its last byte. */
  partEnd?(part: Buffer): number;
  /** Called when the upload of a part begins; the function it gives is called when that has ended. */
  onPartSent?(): (uploaded: Uploaded) => void;
  /** What an earlier call has uploaded. */
  uploaded?: Uploaded | undefined;
};

/** An object in the bucket. */
export type ObjectInfo = { bytes: number; crc32c: number };

/** Writes one object; no reader sees any of it before `finish`. */
type ObjectSink = Sink & {
  /** Uploads the rest, and makes the object. */
  finish(): Promise<ObjectInfo>;
  /** Uploads the rest, and leaves the upload to `completeUploaded`. */
  close(): Promise<Uploaded>;
  /** What has been uploaded so far. */
  uploaded(): Uploaded;
  /** Resolves once no part is in flight, whether it was uploaded or not. */
  settled(): Promise<void>;
  abort(): Promise<void>;
};

type Deps = { storage: Storage; buffers: Buffers; sizes: Sizes };

/** Fills one part while the other is uploaded. */
export function objectSink(target: ObjectTarget, { storage, buffers, sizes }: Deps): ObjectSink {
  const { key, objectBytes, uploaded = nothingUploaded } = target;
  const upload = uploader(key, uploaded, storage);
  const { rest, settled, ...sink } = doubleBuffer({
    takeBuffers: () => buffers.take(partBytes(objectBytes, upload.uploaded().parts.length, sizes)),
    inspect: target.inspect ?? (() => null),
    partEnd: target.partEnd ?? ((part) => part.length),
    async deliver(part) {
      const onUploaded = target.onPartSent?.();
      await upload.add(part);
      onUploaded?.(upload.uploaded());
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

/** An object as receipts record it. */
export const storedObject = (
  key: string,
  { bytes, crc32c }: ObjectInfo,
  lines: number,
): StoredObject => ({
  ...{ key, bytes, lines },
  checksum: `crc32c:${crc32c.toString(16).padStart(8, '0')}`,
});

/**
 * Writes one object from chunks of unknown length. No reader sees any of it before the last byte is
 * stored; after an error no upload is left open. Throws what `chunks` and storage throw.
 */
export async function writeObject(key: string, chunks: AsyncIterable<Buffer>, deps: Deps) {
  const object = objectSink({ key }, deps);
  try {
    for await (const chunk of chunks) await copyToSink(chunk, object);
    await object.finish();
  } catch (error) {
    return afterError(error, () => object.abort());
  }
}

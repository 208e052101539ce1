import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import { gzipChecker } from '../../ndjson/gzip-checker.ts';
import { FileRefused } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { TimeUp } from './errors.ts';
import { objectSink, storedObject } from './object-sink.ts';
import type { PartBuffers } from './part-buffers.ts';
import type { StoreStrategy } from './store-body.ts';

/** S3's largest object: no content is that large, and a bomb is found by its ratio before. */
const MAX_CONTENT_BYTES = 5 * 1024 ** 4;

/** A gzip body, to be stored raw. */
type GzipFile = {
  /** Of the object. */
  key: string;
  /** Bytes of the gzip; undefined: not known before its end. */
  objectBytes: number | undefined;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** Whether the server was asked for `identity`, since the file takes longer than a call. */
  isIdentityRequested: boolean;
};

/**
 * Stores one object of the raw bytes; a copy is decoded and scanned. Gzip cannot be resumed: if the time
 * is up, the next call restarts the file and requests `identity`, once.
 */
export function gzipStore(
  { key, objectBytes, scanner, isTimeUp, isIdentityRequested }: GzipFile,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): StoreStrategy<[StoredObject]> {
  const checker = gzipChecker(scanner, { ...deps.sizes, maxBytes: MAX_CONTENT_BYTES });
  let encodedBytes = 0;
  const object = objectSink(
    {
      ...{ key, objectBytes },
      inspect(raw) {
        // A file of one part is allowed to finish, however short the time.
        if (object.uploaded().bytes > 0 && isTimeUp()) throw new TimeUp();
        encodedBytes += raw.length;
        return checker.write(raw);
      },
    },
    deps,
  );
  const abort = async () => {
    checker.destroy();
    await object.abort();
  };
  return {
    sink: object,
    async end() {
      const { bytes, ...tallied } = await checker.end();
      return { bytes, encodedBytes, ...tallied };
    },
    finish: async ({ lines }) => [storedObject(key, await object.finish(), lines)],
    async pause() {
      await abort();
      if (!isIdentityRequested) return { kind: 'unencoded' };
      throw new FileRefused(
        'the file takes longer than a call, and the server sends it as gzip, which cannot be resumed, although the request said accept-encoding: identity. Let the server make smaller files or honour accept-encoding, or give the Download step more time',
      );
    },
    abort,
  };
}

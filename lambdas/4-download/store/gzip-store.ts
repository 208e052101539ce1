import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import { gzipChecker } from '../../ndjson/gzip-checker.ts';
import { FileRefused } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { TimeUp } from './errors.ts';
import { objectSink, storedObject } from './object-sink.ts';
import type { PartBuffers } from './part-buffers.ts';
import type { Landing } from './store-body.ts';

/** S3's largest object: no content is that large, and a bomb is found by its ratio before (D5). */
const MAX_CONTENT_BYTES = 5 * 1024 ** 4;

/** What comes as gzip, and is stored as it comes. */
type Gzipped = {
  /** Of the object. */
  key: string;
  /** Bytes of the gzip; undefined: not known before its end. */
  objectBytes: number | undefined;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** Whether the server was asked to send it unencoded, since it takes longer than a call. */
  isAskedPlain: boolean;
};

/**
 * One object of the very bytes that come, of which a copy is decoded and looked at. Nobody can go on in
 * the middle of it: where the time is up, it is to be asked for unencoded, once.
 */
export function gzipLanding(
  { key, objectBytes, scanner, isTimeUp, isAskedPlain }: Gzipped,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): Landing<[StoredObject]> {
  const checker = gzipChecker(scanner, { ...deps.sizes, maxBytes: MAX_CONTENT_BYTES });
  let encodedBytes = 0;
  const object = objectSink(
    {
      ...{ key, objectBytes },
      look(raw) {
        // What fits into one part has a chance, however short the time.
        if (object.uploaded().bytes > 0 && isTimeUp()) throw new TimeUp();
        encodedBytes += raw.length;
        return checker.write(raw);
      },
    },
    deps,
  );
  const abort = async () => {
    checker.abandon();
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
      if (!isAskedPlain) return { kind: 'unencoded' };
      throw new FileRefused(
        'the file takes longer than a call, and the server sends it as gzip, in whose middle nobody can go on, although it was asked for without: let the server make smaller files or honour accept-encoding, or give the Download step more time',
      );
    },
    abort,
  };
}

import type { Uploaded } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { TimeUp } from './errors.ts';
import { objectSink, storedObject } from './object-sink.ts';
import { cutAtLine, type PartBuffers } from './part-buffers.ts';
import type { Landing, Paused } from './store-body.ts';

/** What comes without an encoding, and is to lie so. */
type Plain = {
  /** Of the object. */
  key: string;
  /** Bytes of the whole file; undefined: not known before its end. */
  objectBytes: number | undefined;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** What an earlier call has uploaded. */
  uploaded: Uploaded | undefined;
};

/** One object, whose parts end at lines, so that a scanner and a request can go on behind any of them. */
export function plainLanding(
  { key, objectBytes, scanner, isTimeUp, uploaded }: Plain,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): Landing<[StoredObject]> {
  let bytes = uploaded?.bytes ?? 0;
  let paused: Paused | null = null;
  const object = objectSink(
    {
      ...{ key, objectBytes, uploaded, cutAt: cutAtLine(deps.sizes) },
      look(next) {
        if (paused && isTimeUp()) throw new TimeUp();
        bytes += next.length;
        scanner.write(next);
        return null;
      },
      leaves() {
        const place = scanner.place();
        return (uploaded) => {
          // Within a line nobody can go on: the scanner would not know how it began.
          if (place.offset === uploaded.bytes) paused = { kind: 'plain', uploaded, place };
        };
      },
    },
    deps,
  );
  return {
    sink: object,
    end: async () => ({ bytes, ...scanner.end() }),
    finish: async ({ lines }) => [storedObject(key, await object.finish(), lines)],
    async pause() {
      await object.settled();
      return paused;
    },
    abort: object.abort,
  };
}

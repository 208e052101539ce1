import type { Uploaded } from '../../lake/checkpoint-records.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { TimeUp } from './errors.ts';
import { objectSink, storedObject } from './object-sink.ts';
import { type PartBuffers, partEndAtLine } from './part-buffers.ts';
import type { Checkpoint, StoreStrategy } from './store-body.ts';

/** Content without encoding, to be stored without compression. */
type PlainFile = {
  /** Of the object. */
  key: string;
  /** Bytes of the whole file; undefined: not known before its end. */
  objectBytes: number | undefined;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** What an earlier call has uploaded. */
  uploaded: Uploaded | undefined;
};

/** Stores one object whose parts end with a line, so that scanner and request can resume after each part. */
export function plainStore(
  { key, objectBytes, scanner, isTimeUp, uploaded }: PlainFile,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): StoreStrategy<[StoredObject]> {
  let bytes = uploaded?.bytes ?? 0;
  let checkpoint: Checkpoint | null = null;
  const object = objectSink(
    {
      ...{ key, objectBytes, uploaded, partEnd: partEndAtLine(deps.sizes) },
      inspect(next) {
        if (checkpoint && isTimeUp()) throw new TimeUp();
        bytes += next.length;
        scanner.write(next);
        return null;
      },
      onPartSent() {
        const position = scanner.position();
        return (uploaded) => {
          // A scanner cannot resume within a line.
          if (position.offset === uploaded.bytes)
            checkpoint = { kind: 'plain', uploaded, position };
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
      return checkpoint;
    },
    abort: object.abort,
  };
}

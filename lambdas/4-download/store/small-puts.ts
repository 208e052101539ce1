import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';

const MAX_IN_FLIGHT = 8;

/** Storage that puts small objects in the background, while the next file is downloaded. */
export type SmallPuts = {
  /** For files: the put of a small object resolves at once. */
  files: Storage;
  /** For records that name files: a put waits until all files are stored. */
  records: Storage;
};

/**
 * Otherwise a file of a few kilobytes would wait as long for S3 as for its server. If a background put
 * fails, the next puts of files and of records throw its error: no record names a file that may be
 * missing.
 */
export function smallPuts(storage: Storage, { copied }: Pick<Sizes, 'copied'>): SmallPuts {
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = () => {
    if (failures.length > 0) throw failures[0];
  };
  const track = (put: Promise<unknown>) => {
    const ended = put.then(
      () => {},
      (error) => void failures.push(error),
    );
    const tracked: Promise<void> = ended.finally(() => inFlight.delete(tracked));
    inFlight.add(tracked);
  };
  return {
    files: {
      ...storage,
      async put(key, body, condition, crc32c) {
        if (condition || body.length > copied) return storage.put(key, body, condition, crc32c);
        while (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
        throwFailure();
        track(storage.put(key, Buffer.from(body), condition, crc32c));
        return 'stored';
      },
    },
    records: {
      ...storage,
      async put(...record) {
        await Promise.all(inFlight);
        throwFailure();
        return storage.put(...record);
      },
    },
  };
}

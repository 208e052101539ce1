import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';

/** Puts that are on their way at the same time. */
const AT_ONCE = 8;

/** A bucket that small objects are put into while the next file comes. */
export type SmallPuts = {
  /** For files: a small object counts as stored as soon as it is on its way. */
  files: Storage;
  /** For papers that tell of files: a put waits until all of those have arrived. */
  papers: Storage;
};

/**
 * Without it a file of a few kilobytes waits for S3 as long as for its server. What storage throws at an
 * object that is on its way, the next puts throw, of files and of papers: no paper tells of what may not
 * be there.
 */
export function smallPuts(storage: Storage, { copied }: Pick<Sizes, 'copied'>): SmallPuts {
  const onTheirWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = () => {
    if (failures.length > 0) throw failures[0];
  };
  const send = (stored: Promise<unknown>) => {
    const noted = stored.then(
      () => {},
      (error) => void failures.push(error),
    );
    const sent: Promise<void> = noted.finally(() => onTheirWay.delete(sent));
    onTheirWay.add(sent);
  };
  return {
    files: {
      ...storage,
      async put(key, body, condition, crc32c) {
        if (condition || body.length > copied) return storage.put(key, body, condition, crc32c);
        while (onTheirWay.size >= AT_ONCE) await Promise.race(onTheirWay);
        throwFailure();
        send(storage.put(key, Buffer.from(body), condition, crc32c));
        return 'stored';
      },
    },
    papers: {
      ...storage,
      async put(...paper) {
        await Promise.all(onTheirWay);
        throwFailure();
        return storage.put(...paper);
      },
    },
  };
}

import { createHash } from 'node:crypto';
import type { PutCondition, Storage } from '../../lambdas/lake/storage.ts';
import { crc32cOf } from './crc32c-of.ts';
import { memoryUploads } from './memory-uploads.ts';
import { s3Error } from './s3-error.ts';

type StoredObject = { body: Buffer; etag: string };

/** A bucket in memory, and a look into it for assertions. */
export type MemoryStorage = Storage & { readonly objects: ReadonlyMap<string, StoredObject> };

/**
 * A bucket that answers as S3 does: conditional writes, ETags over the bytes, listings in key order,
 * uploads that are invisible until they are complete. S3 takes no part below 5 MiB but the last;
 * `minPartBytes` lets a test upload less.
 */
export function memoryStorage(minPartBytes = 5 * 1024 ** 2): MemoryStorage {
  const objects = new Map<string, StoredObject>();
  const store = (key: string, body: Buffer, etag: string, condition?: PutCondition) => {
    if (!holds(condition, objects.get(key))) return 'refused';
    objects.set(key, { body, etag });
    return 'stored';
  };
  return {
    objects,
    async read(key) {
      const found = objects.get(key);
      return found && { text: found.body.toString('utf8'), etag: found.etag };
    },
    async put(key, body, condition, crc32c) {
      const bytes = Buffer.from(body);
      if (crc32c !== undefined && crc32c !== crc32cOf(bytes)) throw s3Error('BadDigest', key);
      return store(key, bytes, `"${createHash('md5').update(bytes).digest('hex')}"`, condition);
    },
    async *list(prefix) {
      for (const key of [...objects.keys()].filter((each) => each.startsWith(prefix)).sort()) {
        const found = objects.get(key);
        if (found) yield { key, bytes: found.body.length };
      }
    },
    ...memoryUploads(store, minPartBytes),
  };
}

function holds(condition: PutCondition | undefined, present: StoredObject | undefined): boolean {
  if (!condition) return true;
  return condition.kind === 'if-absent' ? !present : present?.etag === condition.etag;
}

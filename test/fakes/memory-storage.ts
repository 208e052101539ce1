import { createHash } from 'node:crypto';
import type { PutCondition, Storage, UploadedPart } from '../../lambdas/lake/storage.ts';
import { crc32c } from '../../local/cloud/s3/body/checksums.ts';

type StoredObject = { body: Buffer; etag: string };

/** A bucket in memory; assertions read `objects`. */
export type MemoryStorage = Storage & { readonly objects: ReadonlyMap<string, StoredObject> };

/**
 * A bucket that behaves like S3: conditional writes, ETags over the bytes, listings in key order, uploads
 * that are invisible until they are complete. `minPartBytes` lets a test upload parts below S3's 5 MiB.
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

/** An error with this name of S3. */
export function s3Error(name: string, what: string): Error {
  const error = new Error(`${name}: ${what}`);
  error.name = name;
  return error;
}

/** The CRC-32C of bytes in S3's encoding: big-endian, in base64. */
export function crc32cOf(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes, 0));
  return sum.toString('base64');
}

type Uploads = Pick<
  Storage,
  'createUpload' | 'uploadPart' | 'completeUpload' | 'abortUpload' | 'openUploads'
>;
type Part = { body: Buffer; etag: string; crc32c: string };
type Upload = { key: string; parts: Map<number, Part> };

/** Stores the object of an upload, if the condition holds. */
type Store = (
  key: string,
  body: Buffer,
  etag: string,
  condition: PutCondition | undefined,
) => 'stored' | 'refused';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

/** Multipart uploads like S3's; `store` gets the object when an upload is complete. */
function memoryUploads(store: Store, minPartBytes: number): Uploads {
  const uploads = new Map<string, Upload>();
  let created = 0;
  const open = (key: string, uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (upload?.key !== key) throw s3Error('NoSuchUpload', uploadId);
    return upload;
  };
  return {
    async createUpload(key) {
      created += 1;
      uploads.set(`upload-${created}`, { key, parts: new Map() });
      return `upload-${created}`;
    },
    async uploadPart(key, uploadId, partNumber, body, crc32c) {
      const { parts } = open(key, uploadId);
      if (crc32c !== crc32cOf(body)) throw s3Error('BadDigest', key);
      const part = { etag: `"${md5(body).toString('hex')}"`, crc32c };
      parts.set(partNumber, { body: Buffer.from(body), ...part });
      return { partNumber, ...part };
    },
    async completeUpload(key, uploadId, named, whole, condition) {
      const parts = partsNamed(named, open(key, uploadId), minPartBytes);
      const body = Buffer.concat(parts.map((part) => part.body));
      if (whole.crc32c !== crc32cOf(body)) throw s3Error('BadDigest', key);
      if (whole.bytes !== body.length) throw s3Error('InvalidRequest', 'object size');
      const sums = Buffer.concat(parts.map((part) => md5(part.body)));
      const done = store(key, body, `"${md5(sums).toString('hex')}-${parts.length}"`, condition);
      if (done === 'stored') uploads.delete(uploadId);
      return done;
    },
    async abortUpload(_key, uploadId) {
      uploads.delete(uploadId);
    },
    async openUploads(prefix) {
      const all = [...uploads].map(([uploadId, { key }]) => ({ key, uploadId }));
      return all.filter(({ key }) => key.startsWith(prefix));
    },
  };
}

/** The parts that a completion names. Throws S3's errors. */
function partsNamed(named: UploadedPart[], upload: Upload, minPartBytes: number): Part[] {
  if (named.length === 0) throw s3Error('MalformedXML', 'no parts');
  return named.map(({ partNumber, etag }, i) => {
    const part = upload.parts.get(partNumber);
    if (part?.etag !== etag) throw s3Error('InvalidPart', `part ${partNumber}`);
    const next = named[i + 1];
    if (next && next.partNumber <= partNumber) throw s3Error('InvalidPartOrder', upload.key);
    if (next && part.body.length < minPartBytes) throw s3Error('EntityTooSmall', `${partNumber}`);
    return part;
  });
}

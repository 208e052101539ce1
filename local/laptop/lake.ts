import { join } from 'node:path';
import { type Aws, awsByDefault } from '../../lambdas/shared/aws/aws.ts';
import { glueCatalog } from '../../lambdas/shared/aws/glue-catalog.ts';
import type { MakePutData } from '../../lambdas/shared/aws/s3/put-data.ts';
import { s3Storage } from '../../lambdas/shared/aws/s3/s3-storage.ts';
import type { Catalog } from '../../lambdas/shared/catalog.ts';
import { SettingsInvalid } from '../../lambdas/shared/errors.ts';
import type { Storage } from '../../lambdas/shared/storage.ts';
import { BUCKET, DATABASE } from './names.ts';

/**
 * Where an export's files and records go. `directory` is the folder of this machine: the bucket itself, or
 * what stays here beside a bucket in AWS: executions and rotated credentials.
 */
export type Lake = { directory: string } & (
  | { kind: 'folder' }
  /** `prefix` is empty or ends in a slash. Partitions are registered only where a database is named. */
  | { kind: 's3'; bucket: string; prefix: string; database: string | undefined }
);

/** The folder of this machine that is the bucket. */
export const folderLake = (directory: string): Lake => ({ kind: 'folder', directory });

/** How S3 allows a bucket to be named, as far as it shows in a URL. */
const S3_URL = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/;

/** What `--lake` and `--database` say. Throws SettingsInvalid. */
export function lakeAt(place: string, database?: string): Lake {
  if (!place.startsWith('s3:')) {
    if (database !== undefined)
      throw new SettingsInvalid('--database: names a Glue database for --lake s3://bucket/prefix');
    return folderLake(place);
  }
  const { bucket, prefix = '' } = S3_URL.exec(place)?.groups ?? {};
  const segments = prefix.split('/').filter((segment) => segment !== '');
  if (!bucket || segments.some((segment) => /^\.+$/.test(segment)))
    throw new SettingsInvalid('--lake: a folder, or s3://<bucket>/<prefix>');
  return {
    ...{ kind: 's3', bucket, prefix: segments.map((segment) => `${segment}/`).join(''), database },
    directory: join('lake-s3', bucket, ...segments),
  };
}

/** The storage and the catalog of a lake; `local` is the cloud of this machine. */
export function lakeDeps(
  lake: Lake,
  local: Aws,
  putData: MakePutData,
): { storage: Storage; catalog: Catalog } {
  if (lake.kind === 'folder')
    return {
      storage: s3Storage(local, BUCKET, putData),
      catalog: glueCatalog(local, DATABASE, `s3://${BUCKET}/`),
    };
  const { bucket, prefix, database } = lake;
  const aws = awsByDefault();
  return {
    storage: below(prefix, s3Storage(aws, bucket, putData)),
    catalog: database ? glueCatalog(aws, database, `s3://${bucket}/${prefix}`) : noCatalog,
  };
}

/** Without a database there are files, which nobody queries by partitions. */
const noCatalog: Catalog = { register: async () => {} };

/** A bucket below a prefix, which no key that goes in or comes out has. */
function below(prefix: string, storage: Storage): Storage {
  const at = (key: string) => `${prefix}${key}`;
  const inside = (key: string) => key.slice(prefix.length);
  return {
    read: (key) => storage.read(at(key)),
    put: (key, ...put) => storage.put(at(key), ...put),
    async *list(keys) {
      for await (const { key, bytes } of storage.list(at(keys))) yield { key: inside(key), bytes };
    },
    createUpload: (key) => storage.createUpload(at(key)),
    uploadPart: (key, ...part) => storage.uploadPart(at(key), ...part),
    completeUpload: (key, ...upload) => storage.completeUpload(at(key), ...upload),
    abortUpload: (key, uploadId) => storage.abortUpload(at(key), uploadId),
    openUploads: async (keys) =>
      (await storage.openUploads(at(keys))).map(({ key, uploadId }) => ({
        ...{ key: inside(key), uploadId },
      })),
  };
}

/** A storage that tells of each object and each part that it has stored, for a progress display. */
export const tellingStorage = (
  storage: Storage,
  onStored: (key: string, bytes: number) => void,
): Storage => ({
  ...storage,
  async put(key, body, ...more) {
    const put = await storage.put(key, body, ...more);
    if (put === 'stored') onStored(key, Buffer.byteLength(body));
    return put;
  },
  async uploadPart(key, uploadId, partNumber, body, crc32c) {
    const part = await storage.uploadPart(key, uploadId, partNumber, body, crc32c);
    onStored(key, body.length);
    return part;
  },
});

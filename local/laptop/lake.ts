import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { type Aws, defaultAws } from '../../lambdas/aws/aws.ts';
import { glueCatalog } from '../../lambdas/aws/glue-catalog.ts';
import { type MakePutData, putBySdk } from '../../lambdas/aws/s3/put-data.ts';
import { s3Storage } from '../../lambdas/aws/s3/s3-storage.ts';
import type { Catalog } from '../../lambdas/lake/catalog.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { BUCKET, DATABASE, STATE_MACHINE_ARN } from './local-cloud.ts';

/** Where exports write data and records. */
export type Lake = {
  /** A folder, or `s3://bucket/prefix`. */
  name: string;
  /** The folder that is the bucket or, for a bucket in AWS, has what stays here: executions, rotated credentials. */
  directory: string;
  /** The state machine of the executions in `directory`. */
  stateMachineArn: string;
  /** Storage and catalog; `local` connects to the local cloud. */
  open(local: Aws): { storage: Storage; catalog: Catalog };
};

/** A folder as the bucket; `putData` is how it receives data files. */
export const folderLake = (directory: string, putData: MakePutData = putBySdk): Lake => ({
  ...{ name: directory, directory, stateMachineArn: STATE_MACHINE_ARN },
  open: (local) => ({
    storage: s3Storage(local, BUCKET, putData),
    catalog: glueCatalog(local, DATABASE, `s3://${BUCKET}/`),
  }),
});

/** A location in a bucket of AWS; `prefix` is empty or ends in a slash. */
export type S3Location = { bucket: string; prefix: string };

/** S3's rules for the name of a bucket, simplified. */
const S3_URL = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/;

/** The location in AWS that `--lake` names; undefined for a folder. Throws SettingsInvalid. */
export function parseS3Location(lake: string): S3Location | undefined {
  // A scheme of one letter is a Windows drive.
  if (!/^(?:[a-z][a-z0-9+.-]+:|arn:)/i.test(lake)) return undefined;
  const { bucket, prefix = '' } = S3_URL.exec(lake)?.groups ?? {};
  const segments = prefix.split('/').filter((segment) => segment !== '');
  if (!bucket || segments.some((segment) => /^\.+$/.test(segment)))
    throw new SettingsInvalid(`--lake: "${lake}" is neither a folder nor s3://<bucket>/<prefix>`);
  return { bucket, prefix: segments.map((segment) => `${segment}/`).join('') };
}

/** {@link Lake.directory} for a value of `--lake`. Throws SettingsInvalid. */
export function lakeDirectory(lake: string): string {
  const location = parseS3Location(lake);
  return location ? join('lake-s3', location.bucket, location.prefix) : lake;
}

/**
 * A lake in a bucket of AWS, by default with the SDK's standard configuration. Partitions are registered
 * only with a database.
 */
export function s3Lake(
  { bucket, prefix }: S3Location,
  { database, putData }: { database: string | undefined; putData: MakePutData },
  aws: Aws = defaultAws(),
): Lake {
  const name = `s3://${bucket}/${prefix}`;
  const directory = lakeDirectory(name);
  return {
    ...{ name: name.replace(/\/$/, ''), directory },
    // Other machines may export into the same bucket; their executions are unknown here.
    stateMachineArn: `${STATE_MACHINE_ARN}-${shortHash(`${hostname()} ${resolve(directory)}`)}`,
    open: () => ({
      storage: withPrefix(prefix, s3Storage(aws, bucket, putData)),
      catalog: database ? glueCatalog(aws, database, name) : noCatalog,
    }),
  };
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

const noCatalog: Catalog = { register: async () => {} };

/** A storage below a prefix: callers pass and get keys without it. */
function withPrefix(prefix: string, storage: Storage): Storage {
  const add = (key: string) => `${prefix}${key}`;
  const strip = (key: string) => key.slice(prefix.length);
  return {
    read: (key) => storage.read(add(key)),
    put: (key, ...put) => storage.put(add(key), ...put),
    async *list(keys) {
      for await (const { key, bytes } of storage.list(add(keys))) yield { key: strip(key), bytes };
    },
    createUpload: (key) => storage.createUpload(add(key)),
    uploadPart: (key, ...part) => storage.uploadPart(add(key), ...part),
    completeUpload: (key, ...upload) => storage.completeUpload(add(key), ...upload),
    abortUpload: (key, uploadId) => storage.abortUpload(add(key), uploadId),
    openUploads: async (keys) =>
      (await storage.openUploads(add(keys))).map(({ key, uploadId }) => ({
        ...{ key: strip(key), uploadId },
      })),
  };
}

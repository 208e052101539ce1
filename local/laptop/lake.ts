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

/** Where an export's files and records go. */
export type Lake = {
  /** What it is called: a folder, or `s3://bucket/prefix`. */
  name: string;
  /**
   * The folder of this machine: the bucket itself, or what stays here beside a bucket in AWS: executions and
   * rotated credentials.
   */
  directory: string;
  /** The state machine whose executions this machine knows. */
  stateMachineArn: string;
  /** Storage and catalog; `local` is the cloud of this machine. */
  open(local: Aws): { storage: Storage; catalog: Catalog };
};

/** A folder of this machine that is the bucket; `putData` is how data files are sent into it. */
export const folderLake = (directory: string, putData: MakePutData = putBySdk): Lake => ({
  ...{ name: directory, directory, stateMachineArn: STATE_MACHINE_ARN },
  open: (local) => ({
    storage: s3Storage(local, BUCKET, putData),
    catalog: glueCatalog(local, DATABASE, `s3://${BUCKET}/`),
  }),
});

/** A place in a bucket of AWS; `prefix` is empty or ends in a slash. */
export type S3Location = { bucket: string; prefix: string };

/** How S3 allows a bucket to be named, as far as it shows in a URL. */
const S3_URL = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>.*))?$/;

/** The place that `--lake` names in AWS; undefined for a folder. Throws SettingsInvalid. */
export function parseS3Location(lake: string): S3Location | undefined {
  // A drive of Windows has one letter.
  if (!/^(?:[a-z][a-z0-9+.-]+:|arn:)/i.test(lake)) return undefined;
  const { bucket, prefix = '' } = S3_URL.exec(lake)?.groups ?? {};
  const segments = prefix.split('/').filter((segment) => segment !== '');
  if (!bucket || segments.some((segment) => /^\.+$/.test(segment)))
    throw new SettingsInvalid(`--lake: "${lake}" is neither a folder nor s3://<bucket>/<prefix>`);
  return { bucket, prefix: segments.map((segment) => `${segment}/`).join('') };
}

/** The folder of this machine for a lake of that name. Throws SettingsInvalid. */
export function lakeDirectory(lake: string): string {
  const place = parseS3Location(lake);
  return place ? join('lake-s3', place.bucket, place.prefix) : lake;
}

/**
 * A place in a bucket of AWS, reached by the SDK's standard chain. Partitions are registered only where a
 * database is named.
 */
export function s3Lake(
  place: S3Location,
  { database, putData }: { database: string | undefined; putData: MakePutData },
  aws: Aws = defaultAws(),
): Lake {
  const { bucket, prefix } = place;
  const name = `s3://${bucket}/${prefix}`;
  const directory = lakeDirectory(name);
  return {
    ...{ name: name.replace(/\/$/, ''), directory },
    // Others may export into the same bucket, whose executions nobody knows here.
    stateMachineArn: `${STATE_MACHINE_ARN}-${shortHash(`${hostname()} ${resolve(directory)}`)}`,
    open: () => ({
      storage: withPrefix(prefix, s3Storage(aws, bucket, putData)),
      catalog: database ? glueCatalog(aws, database, name) : noCatalog,
    }),
  };
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Without a database there are files, which nobody queries by partitions. */
const noCatalog: Catalog = { register: async () => {} };

/** A bucket below a prefix, which no key that goes in or comes out has. */
function withPrefix(prefix: string, storage: Storage): Storage {
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

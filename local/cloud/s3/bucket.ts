import { randomUUID } from 'node:crypto';
import { type BigIntStats, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isStateFolder, stateFolder } from '../files.ts';
import { AwsError, type CloudRequest } from '../service.ts';

/** The one bucket: a folder whose files are the objects. */
export type Bucket = { name: string; directory: string };

/** A name for bytes that are still arriving, on the same file system as the objects. */
export const newIncomingPath = ({ directory }: Bucket): string =>
  stateFolder(directory, 'incoming', randomUUID());

/** Control characters end names on some systems, and a backslash separates them on others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REFUSED = /[\u0000-\u001f\u007f\\]/;

/** Whether a segment of a key can be a file name that stays inside its folder. */
export const isSegment = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !REFUSED.test(segment);

/** Whether every segment of `a/b/c` can be one, and the first does not reach into the state folder. */
export const isKeyPath = (path: string): boolean => {
  const segments = path.split('/');
  return segments.every(isSegment) && !isStateFolder(segments[0] ?? '');
};

/**
 * Throws unless the key can be a file below the bucket's folder. S3 itself takes some of what is
 * refused here, such as `a//b`; a folder cannot hold it.
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 1024) throw keyTooLong();
  if (!isKeyPath(key)) throw new AwsError('InvalidArgument', 'a key that no file can have');
}

/** S3 takes 1,024 bytes; a file system may take fewer for one segment. */
export const keyTooLong = () => new AwsError('KeyTooLongError', 'Your key is too long');

/** The file of an object. The key has been checked. */
export const objectFile = (bucket: Bucket, key: string): string => join(bucket.directory, key);

/** A request whose target is understood; `key` is empty where it names the bucket. */
export type S3Request = Pick<CloudRequest, 'headers' | 'body'> & {
  key: string;
  query: URLSearchParams;
};

/** A file's stat; undefined where there is no file, be it that a folder has its name. */
export function statObject(file: string): BigIntStats | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? stat : undefined;
}

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);

/**
 * The ETag of a file: its inode, time of change and size. Every write makes a new file with a time
 * of its own (`stamp.ts`), so two contents never share one. It is opaque: no MD5, like AWS KMS.
 */
export const etagOf = ({ ino, mtimeNs, size }: BigIntStats): string =>
  `"${[ino, mtimeNs, size].map((number) => number.toString(36)).join('-')}"`;

/** Compares ETags as headers and XML carry them, with or without quotes. */
export const sameEtag = (one: string, other: string): boolean =>
  one.replaceAll('"', '') === other.replaceAll('"', '');

/** No write takes that long; what is older was left by a process that was killed. */
const ABANDONED_HOURS = 24;

/** Makes the folders for what is under way, and removes what killed processes left there. */
export function prepareBucket({ directory }: Bucket): void {
  const incoming = stateFolder(directory, 'incoming');
  mkdirSync(incoming, { recursive: true });
  mkdirSync(stateFolder(directory, 'uploads'), { recursive: true });
  const abandoned = Date.now() - ABANDONED_HOURS * 3600 * 1000;
  for (const name of readdirSync(incoming)) {
    const file = join(incoming, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < abandoned) rmSync(file, { force: true });
  }
}

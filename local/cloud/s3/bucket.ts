import { randomUUID } from 'node:crypto';
import { type BigIntStats, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isStateFolder, stateFolder } from '../files.ts';
import { AwsError, type CloudRequest } from '../service.ts';

/** The bucket: a folder whose files are the objects. */
export type Bucket = { name: string; directory: string };

/** A new path for a body that is being received, on the file system of the objects. */
export const newIncomingPath = ({ directory }: Bucket): string =>
  stateFolder(directory, 'incoming', randomUUID());

/** Some systems end a name at a control character, and others separate names by a backslash. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds them
const UNSAFE = /[\u0000-\u001f\u007f\\]/;

/** Whether a segment of a key can be a file name that stays inside its folder. */
export const isSegment = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !UNSAFE.test(segment);

/** Whether every segment of `a/b/c` can be a file name, and the first is not the state folder. */
export const isKeyPath = (path: string): boolean => {
  const segments = path.split('/');
  return segments.every(isSegment) && !isStateFolder(segments[0] ?? '');
};

/**
 * Throws KeyTooLongError, and InvalidArgument for a key that S3 accepts but that cannot be a path below
 * the bucket's folder, such as `a//b`.
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 1024) throw keyTooLong();
  if (!isKeyPath(key))
    throw new AwsError('InvalidArgument', 'the local cloud cannot store this key as a file');
}

/** S3 allows 1,024 bytes; a file system may allow fewer for one segment. */
export const keyTooLong = () => new AwsError('KeyTooLongError', 'Your key is too long');

/** The file of an object; {@link checkKey} has checked the key. */
export const objectFile = (bucket: Bucket, key: string): string => join(bucket.directory, key);

/** A request for this bucket; `key` is empty if it names the bucket itself. */
export type S3Request = Pick<CloudRequest, 'headers' | 'body'> & {
  key: string;
  query: URLSearchParams;
};

/** The status of an object's file; undefined if there is none, or a folder in its place. */
export function statObject(file: string): BigIntStats | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? stat : undefined;
}

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);

/**
 * The ETag of a file: inode, time of change and size. Every write makes a new file with a unique time
 * (`body/incoming.ts`), so no two versions share an ETag. It is not an MD5, as with SSE-KMS in AWS.
 */
export const etagOf = ({ ino, mtimeNs, size }: BigIntStats): string =>
  `"${[ino, mtimeNs, size].map((number) => number.toString(36)).join('-')}"`;

/** Compares ETags with or without quotes. */
export const sameEtag = (one: string, other: string): boolean =>
  one.replaceAll('"', '') === other.replaceAll('"', '');

/** No write takes that long: an older file is left over from a killed process. */
const ABANDONED_HOURS = 24;

/** Creates the folders for bodies and uploads, and removes bodies that killed processes left. */
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

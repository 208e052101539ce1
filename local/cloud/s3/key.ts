import { join } from 'node:path';
import { AwsError } from '../service.ts';
import { isStateFolder } from '../state-folder.ts';
import type { Bucket } from './bucket.ts';

/** Control characters end names on some systems, and a backslash separates them on others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REFUSED = /[\u0000-\u001f\u007f\\]/;

/** Whether a segment of a key can be a file name that stays inside its folder. */
export const isSegment = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && !REFUSED.test(segment);

/** Whether every segment of `a/b/c` can be one, and the first does not reach into the state folder. */
export const isPath = (path: string): boolean => {
  const segments = path.split('/');
  return segments.every(isSegment) && !isStateFolder(segments[0] ?? '');
};

/**
 * Throws unless the key can be a file below the bucket's folder. S3 itself takes some of what is
 * refused here, such as `a//b`; a folder cannot hold it.
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 1024) throw keyTooLong();
  if (!isPath(key)) throw new AwsError('InvalidArgument', 'a key that no file can have');
}

/** S3 takes 1,024 bytes; a file system may take fewer for one segment. */
export const keyTooLong = () => new AwsError('KeyTooLongError', 'Your key is too long');

/** The file of an object. The key has been checked. */
export const objectFile = (bucket: Bucket, key: string): string => join(bucket.directory, key);

import { rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFileError } from '../file-error.ts';
import type { CloudResponse } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { objectFile } from './key.ts';
import type { S3Request } from './s3-request.ts';
import { statObject } from './stat-object.ts';

/** DeleteObject: also answers 204 where there is no such object. Folders left empty go with it. */
export function deleteObject(bucket: Bucket, { key }: S3Request): CloudResponse {
  const file = objectFile(bucket, key);
  if (statObject(file)) {
    unlinkSync(file);
    removeEmptyFolders(dirname(file), bucket.directory);
  }
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

function removeEmptyFolders(folder: string, root: string): void {
  if (folder === root) return;
  try {
    rmdirSync(folder);
  } catch (error) {
    if (isFileError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return;
    throw error;
  }
  removeEmptyFolders(dirname(folder), root);
}

import { readdirSync } from 'node:fs';
import { isFileError } from '../../file-error.ts';
import { isStateFolder } from '../../state-folder.ts';
import type { Bucket } from '../bucket.ts';
import { isSegment, objectFile } from '../key.ts';
import { compareUtf8 } from './compare-utf8.ts';

/** A file's key, or a folder's with a slash at its end, which is where its keys sort. */
export type Entry = { kind: 'object' | 'folder'; key: string };

/**
 * What is directly in a folder, in key order, from the key `from` on; a folder whose keys begin
 * before `from` is there as long as they may go on behind it. `folder` is empty or ends in a slash.
 */
export function entries(bucket: Bucket, folder: string, from: string): Entry[] {
  return read(objectFile(bucket, folder))
    .filter(({ name }) => isSegment(name) && !(folder === '' && isStateFolder(name)))
    .flatMap((entry): Entry[] => {
      if (entry.isDirectory()) return [{ kind: 'folder', key: `${folder}${entry.name}/` }];
      return entry.isFile() ? [{ kind: 'object', key: folder + entry.name }] : [];
    })
    .filter(({ kind, key }) => {
      return compareUtf8(key, from) >= 0 || (kind === 'folder' && from.startsWith(key));
    })
    .sort((one, other) => compareUtf8(one.key, other.key));
}

function read(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

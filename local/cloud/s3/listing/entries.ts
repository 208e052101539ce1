import { type Dirent, readdirSync } from 'node:fs';
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
  const found: Entry[] = [];
  for (const file of read(objectFile(bucket, folder))) {
    const entry = asEntry(folder, file);
    if (entry && reaches(entry, from)) found.push(entry);
  }
  return found.sort((one, other) => compareUtf8(one.key, other.key));
}

/** Nothing for what is no object and holds none. */
function asEntry(folder: string, file: Dirent): Entry | undefined {
  if (!isSegment(file.name) || (folder === '' && isStateFolder(file.name))) return undefined;
  if (file.isDirectory()) return { kind: 'folder', key: `${folder}${file.name}/` };
  return file.isFile() ? { kind: 'object', key: folder + file.name } : undefined;
}

const reaches = ({ kind, key }: Entry, from: string): boolean =>
  compareUtf8(key, from) >= 0 || (kind === 'folder' && from.startsWith(key));

function read(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

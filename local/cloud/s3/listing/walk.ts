import { type Dirent, readdirSync } from 'node:fs';
import { isFileError, isStateFolder } from '../../files.ts';
import { type Bucket, isKeyPath, isSegment, objectFile } from '../bucket.ts';

/** The keys that begin with `prefix`, from the key `from` on. */
export type KeyRange = { prefix: string; from: string };

/** Every key of the range, in order. Reads only folders that can contain one. */
export function* listKeys(bucket: Bucket, range: KeyRange): Generator<string> {
  for (const entry of topEntries(bucket, range)) yield* keysBelow(bucket, entry, range.from);
}

/**
 * The same with `Delimiter=/`: a folder takes the place of the keys below it, if there are any in the
 * range.
 */
export function* listWithDelimiter(bucket: Bucket, range: KeyRange): Generator<Entry> {
  for (const entry of topEntries(bucket, range)) {
    const first = keysBelow(bucket, entry, range.from).next();
    if (!first.done) yield entry;
  }
}

/** The entries of the deepest folder that contains all keys of the prefix. */
function topEntries(bucket: Bucket, { prefix, from }: KeyRange): Entry[] {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder !== '' && !isKeyPath(folder.slice(0, -1))) return [];
  return entries(bucket, folder, from).filter(({ key }) => key.startsWith(prefix));
}

function* keysBelow(bucket: Bucket, { kind, key }: Entry, from: string): Generator<string> {
  if (kind === 'object') yield key;
  else for (const entry of entries(bucket, key, from)) yield* keysBelow(bucket, entry, from);
}

/** The key of a file, or of a folder with a slash at its end, because its keys sort there. */
export type Entry = { kind: 'object' | 'folder'; key: string };

/**
 * The content of a folder in key order, from the key `from` on, with the folder that contains `from`.
 * `folder` is empty or ends in a slash.
 */
function entries(bucket: Bucket, folder: string, from: string): Entry[] {
  const found: Entry[] = [];
  for (const file of read(objectFile(bucket, folder))) {
    const entry = asEntry(folder, file);
    if (entry && isInRange(entry, from)) found.push(entry);
  }
  return found.sort((one, other) => compareUtf8(one.key, other.key));
}

/** Undefined for what is neither an object nor a folder of objects. */
function asEntry(folder: string, file: Dirent): Entry | undefined {
  if (!isSegment(file.name) || (folder === '' && isStateFolder(file.name))) return undefined;
  if (file.isDirectory()) return { kind: 'folder', key: `${folder}${file.name}/` };
  return file.isFile() ? { kind: 'object', key: folder + file.name } : undefined;
}

const isInRange = ({ kind, key }: Entry, from: string): boolean =>
  compareUtf8(key, from) >= 0 || (kind === 'folder' && from.startsWith(key));

function read(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/**
 * Orders strings by their UTF-8 bytes, as S3 orders keys. JavaScript's order differs: UTF-8 sorts
 * characters above U+FFFF last, and JavaScript sorts them by their surrogates.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const difference = rank(one.charCodeAt(i)) - rank(other.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Moves the surrogates, U+D800 to U+DFFF, behind the other code units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

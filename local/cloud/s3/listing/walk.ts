import { type Dirent, readdirSync } from 'node:fs';
import { isFileError, isStateFolder } from '../../files.ts';
import { type Bucket, isKeyPath, isSegment, objectFile } from '../bucket.ts';

/** Which keys: those that begin with `prefix`, from the key `from` on. */
export type KeyRange = { prefix: string; from: string };

/** Every key of the span, in order; reads no folder that can hold none of them. */
export function* listKeys(bucket: Bucket, span: KeyRange): Generator<string> {
  for (const entry of topEntries(bucket, span)) yield* keysBelow(bucket, entry, span.from);
}

/**
 * The same with the keys below a folder rolled up into the folder: `Delimiter=/`. A folder without
 * an object in the span is none.
 */
export function* listWithDelimiter(bucket: Bucket, span: KeyRange): Generator<Entry> {
  for (const entry of topEntries(bucket, span)) {
    const first = keysBelow(bucket, entry, span.from).next();
    if (!first.done) yield entry;
  }
}

/** Entries of the deepest folder that holds all keys of the prefix. */
function topEntries(bucket: Bucket, { prefix, from }: KeyRange): Entry[] {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder !== '' && !isKeyPath(folder.slice(0, -1))) return [];
  return entries(bucket, folder, from).filter(({ key }) => key.startsWith(prefix));
}

function* keysBelow(bucket: Bucket, { kind, key }: Entry, from: string): Generator<string> {
  if (kind === 'object') yield key;
  else for (const entry of entries(bucket, key, from)) yield* keysBelow(bucket, entry, from);
}

/** A file's key, or a folder's with a slash at its end, which is where its keys sort. */
export type Entry = { kind: 'object' | 'folder'; key: string };

/**
 * What is directly in a folder, in key order, from the key `from` on; a folder whose keys begin
 * before `from` is there as long as they may go on behind it. `folder` is empty or ends in a slash.
 */
function entries(bucket: Bucket, folder: string, from: string): Entry[] {
  const found: Entry[] = [];
  for (const file of read(objectFile(bucket, folder))) {
    const entry = asEntry(folder, file);
    if (entry && isInRange(entry, from)) found.push(entry);
  }
  return found.sort((one, other) => compareUtf8(one.key, other.key));
}

/** Nothing for what is no object and holds none. */
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
 * Orders strings by their UTF-8 bytes, as S3 orders keys. JavaScript's own order differs where
 * surrogates stand for characters above U+FFFF, which UTF-8 sorts last.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const difference = rank(one.charCodeAt(i)) - rank(other.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Moves the surrogates, U+D800 to U+DFFF, behind the rest of the code units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

import type { Bucket } from '../bucket.ts';
import { isPath } from '../key.ts';
import { type Entry, entries } from './entries.ts';

/** Which keys: those that begin with `prefix`, from the key `from` on. */
export type Span = { prefix: string; from: string };

/** Every key of the span, in order; reads no folder that can hold none of them. */
export function* keysOf(bucket: Bucket, span: Span): Generator<string> {
  for (const entry of top(bucket, span)) yield* keysBelow(bucket, entry, span.from);
}

/**
 * The same with the keys below a folder rolled up into the folder: `Delimiter=/`. A folder without
 * an object in the span is none.
 */
export function* rolledUp(bucket: Bucket, span: Span): Generator<Entry> {
  for (const entry of top(bucket, span)) {
    const first = keysBelow(bucket, entry, span.from).next();
    if (!first.done) yield entry;
  }
}

/** Entries of the deepest folder that holds all keys of the prefix. */
function top(bucket: Bucket, { prefix, from }: Span): Entry[] {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (folder !== '' && !isPath(folder.slice(0, -1))) return [];
  return entries(bucket, folder, from).filter(({ key }) => key.startsWith(prefix));
}

function* keysBelow(bucket: Bucket, { kind, key }: Entry, from: string): Generator<string> {
  if (kind === 'object') yield key;
  else for (const entry of entries(bucket, key, from)) yield* keysBelow(bucket, entry, from);
}

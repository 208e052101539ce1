import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { MemoryStorage } from '../../../fakes/memory-storage.ts';

/** The lake's objects by key. */
export const lakeOf = ({ objects }: MemoryStorage): [key: string, body: Buffer][] =>
  [...objects]
    .filter(([key]) => key.startsWith('fhir/'))
    .map(([key, { body }]): [string, Buffer] => [key, body])
    .sort(([one], [other]) => (one < other ? -1 : 1));

/** An object, decompressed by the suffix of its key in one call: readers may ignore a second frame. */
export function unpacked([key, body]: [key: string, body: Buffer]): Buffer {
  if (key.endsWith('.gz')) return gunzipSync(body);
  return key.endsWith('.zst') ? zstdDecompressSync(body) : body;
}

/** The content of all objects of the lake, in order. */
export const contentOf = (storage: MemoryStorage): Buffer =>
  Buffer.concat(lakeOf(storage).map(unpacked));

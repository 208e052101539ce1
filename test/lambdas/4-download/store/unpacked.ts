import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { MemoryStorage } from '../../../fakes/memory-storage.ts';

/** The lake's objects by key, as they lie there. */
export const lakeOf = ({ objects }: MemoryStorage): [key: string, body: Buffer][] =>
  [...objects]
    .filter(([key]) => key.startsWith('fhir/'))
    .map(([key, { body }]): [string, Buffer] => [key, body])
    .sort(([one], [other]) => (one < other ? -1 : 1));

/** What a reader makes of an object, by the end of its key, in one call: it may not stop at a first frame. */
export function unpacked([key, body]: [key: string, body: Buffer]): Buffer {
  if (key.endsWith('.gz')) return gunzipSync(body);
  return key.endsWith('.zst') ? zstdDecompressSync(body) : body;
}

/** All content of the lake, one object after another. */
export const contentOf = (storage: MemoryStorage): Buffer =>
  Buffer.concat(lakeOf(storage).map(unpacked));

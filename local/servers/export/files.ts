import { Readable } from 'node:stream';
import type { Window } from '../../people/chosen.ts';
import type { Population, Slice } from '../../people/population.ts';
import { scramble } from '../../people/random-stream.ts';
import { OutcomeError, type ServerResponse } from '../http/server.ts';
import type { KickOffRequest } from '../one-up/kick-off.ts';

/** A file of an export: a slice of one type's lines. */
export type ExportFile = { readonly type: string; readonly slice: Slice };

/** The files of an export, each of at most `linesPerFile` lines; types without data have none. */
export function exportFiles(
  { types, window }: KickOffRequest,
  population: Population,
  linesPerFile: number,
): ExportFile[] {
  return types.flatMap((type) => {
    const count = population.count(type, window);
    return Array.from({ length: Math.ceil(count / linesPerFile) }, (_, nth) => ({
      type,
      slice: { from: nth * linesPerFile, to: Math.min(count, (nth + 1) * linesPerFile) },
    }));
  });
}

/** How many lines these files have. */
export const linesOf = (files: readonly ExportFile[]): number =>
  files.reduce((lines, { slice }) => lines + slice.to - slice.from, 0);

/** A file of a population's lines, made while it is read. */
export const ndjson = (
  population: Population,
  type: string,
  window: Window,
  slice: Slice,
): ServerResponse => ({
  status: 200,
  headers: { 'content-type': 'application/fhir+ndjson' },
  body: Readable.from(population.ndjson(type, window, slice), { objectMode: false }),
});

/** The files that a server has to serve, by name. They never expire (1up 6). */
export function fileStore(population: Population) {
  const files = new Map<string, ExportFile & { window: Window }>();
  return {
    /** Names a file as 1upHealth does, `<Type>_<8 hex digits>.ndjson`; no two have the same digits. */
    add(file: ExportFile, window: Window): string {
      const digits = scramble(files.size + 1)
        .toString(16)
        .padStart(8, '0');
      const name = `${file.type}_${digits}.ndjson`;
      files.set(name, { ...file, window });
      return name;
    },
    /** The file of that name. Throws Refused (404). */
    serve(name: string): ServerResponse {
      const file = files.get(name);
      if (!file) throw new OutcomeError(404, 'not-found', 'no such file');
      return ndjson(population, file.type, file.window, file.slice);
    },
  };
}
export type FileStore = ReturnType<typeof fileStore>;

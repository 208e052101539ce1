import type { Window } from '../../people/chosen.ts';
import type { Population } from '../../people/population.ts';
import { scramble } from '../../people/random-stream.ts';
import type { ServerResponse } from '../server.ts';
import type { ExportFile } from './export-files.ts';
import { ndjson } from './ndjson.ts';
import { Refused } from './refused.ts';

/** The files that a server has to serve, by name. They never expire (oneup-api 6). */
export function fileTable(population: Population) {
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
      if (!file) throw new Refused(404, 'not-found', 'no such file');
      return ndjson(population, file.type, file.window, file.slice);
    },
  };
}
export type FileTable = ReturnType<typeof fileTable>;

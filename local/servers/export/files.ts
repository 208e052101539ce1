import { Readable } from 'node:stream';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Population, Slice } from '../../people/population.ts';
import { fmix32 } from '../../people/resources/random-stream.ts';
import type { Window } from '../../people/selection.ts';
import type { Fault } from '../faults/fault-injector.ts';
import { OutcomeError, type ServerResponse } from '../http/server.ts';
import type { GroupStore } from './groups.ts';
import type { JobDuration } from './jobs.ts';

/** What every server is made of. */
export type ServerOptions = {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
  /** Origin of the links to files, read at each response, as ports are known late. Default: the server's own. */
  fileOrigin?: () => string;
  linesPerFile?: number;
  /** Read at each request: a fault that is pushed later takes effect, too. */
  faults?: readonly Fault[];
};

export type JobOptions = { duration?: JobDuration };

/** A batch of 1upHealth's own sample holds some 22,700 lines. */
export const LINES_PER_FILE = 20_000;

/** What a kick-off asks for: the resources of these types in a fixed window of time. */
export type KickOffRequest = {
  /** Its URL, which the manifest repeats. */
  readonly request: string;
  readonly types: readonly string[];
  readonly window: Window;
};

/** A file of an export: a slice of one type's lines. */
export type ExportFile = { readonly type: string; readonly slice: Slice };

/** The files of an export, each of at most `linesPerFile` lines; types without data have none. */
export function exportFiles(
  { types, window }: Pick<KickOffRequest, 'types' | 'window'>,
  population: Population,
  linesPerFile = LINES_PER_FILE,
): ExportFile[] {
  return types.flatMap((type) => {
    const count = population.count(type, window);
    return Array.from({ length: Math.ceil(count / linesPerFile) }, (_, nth) => ({
      type,
      slice: { from: nth * linesPerFile, to: Math.min(count, (nth + 1) * linesPerFile) },
    }));
  });
}

/** A response with lines of a population, made while it is read. */
export const ndjson = (
  population: Population,
  { type, slice }: ExportFile,
  window: Window,
): ServerResponse => ({
  status: 200,
  headers: { 'content-type': 'application/fhir+ndjson' },
  body: Readable.from(population.ndjson(type, window, slice), { objectMode: false }),
});

/** The files that a server serves, by name. They never expire (1up 6). */
export function fileStore(population: Population) {
  const files = new Map<string, ExportFile & { window: Window }>();
  return {
    /** Adds a file under a unique name as 1upHealth gives them: `<Type>_<8 hex digits>.ndjson`. */
    add(file: ExportFile, window: Window): string {
      const digits = fmix32(files.size + 1)
        .toString(16)
        .padStart(8, '0');
      const name = `${file.type}_${digits}.ndjson`;
      files.set(name, { ...file, window });
      return name;
    },
    /** Throws OutcomeError (404). */
    serve(name: string): ServerResponse {
      const file = files.get(name);
      if (!file) throw new OutcomeError(404, 'not-found', 'no such file');
      return ndjson(population, file, file.window);
    },
  };
}
export type FileStore = ReturnType<typeof fileStore>;

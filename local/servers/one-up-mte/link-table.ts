import { createHash } from 'node:crypto';
import type { Window } from '../../people/chosen.ts';
import type { Population, Slice } from '../../people/population.ts';
import type { ServerResponse } from '../server.ts';
import type { ExportFile } from '../shared/export-files.ts';
import { ndjson } from '../shared/ndjson.ts';
import { Refused } from '../shared/refused.ts';

/**
 * The tokens in the links of multi tenant. A token names a range and its owner, and not the type: the
 * same token stands in the links of every type that has that range (oneup-api 7).
 */
export function linkTable(population: Population) {
  const ranges = new Map<string, { window: Window; slice: Slice }>();
  let exports = 0;
  return {
    /** Begins an export; what it gives turns each of the export's files into a token. */
    open(window: Window, userId: string): (file: ExportFile) => string {
      exports += 1;
      const seal = `${exports}`;
      return ({ type, slice }) => {
        const token = tokenOf(claimsOf(slice, population.count(type, window), userId), seal);
        ranges.set(token, { window, slice });
        return token;
      };
    },
    /** That range of any type. Throws Refused (404). */
    serve(type: string, token: string): ServerResponse {
      const range = ranges.get(token);
      if (!range) throw new Refused(404, 'not-found', 'no such file');
      return ndjson(population, type, range.window, range.slice);
    },
  };
}
export type LinkTable = ReturnType<typeof linkTable>;

/** The last range of a type has no end. */
const claimsOf = ({ from, to }: Slice, count: number, userId: string) => ({
  start: `e${from}`,
  ...(to < count && { end: `e${to - 1}` }),
  total: to - from,
  userId,
});

/** Three parts like a JWT's; the last tells exports apart and signs nothing. */
function tokenOf(claims: object, seal: string): string {
  const parts = [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const last = createHash('sha256').update(`${parts} ${seal}`).digest('base64url');
  return [...parts, last].join('.');
}

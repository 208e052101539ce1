import { createHash } from 'node:crypto';
import type { Population, Slice } from '../../people/population.ts';
import type { Window } from '../../people/selection.ts';
import { type ExportFile, exportFiles, ndjson } from '../export/files.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  OutcomeError,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { fileList, type OneUpOptions, readKickOff } from './kick-off.ts';
import { refreshTokenRoute } from './token.ts';

/**
 * 1upHealth's multi tenant: the response to the kick-off is the list of files (1up 7). Groups take only
 * client headers, everything else also a Bearer token. Resources are R4, whatever the version in the path.
 */
export function oneUpMte(options: OneUpOptions): BulkServer {
  const links = linkStore(options.population);
  const versions = ['dstu2', 'stu3', 'r4'].flatMap((version) =>
    routesOf({ ...options, links, base: `/bulk-data/${version}` }),
  );
  const routes = [...versions, refreshTokenRoute(options.accounts)];
  return routedServer(routes, faultInjector(options.faults));
}

type MteDeps = OneUpOptions & { links: LinkStore; base: string };

function routesOf(deps: MteDeps): Route[] {
  const { accounts, base, links } = deps;
  const get = { method: 'GET', authorize: accounts.byEither };
  const kickOff: Pick<Route, 'on' | 'respond'> = {
    on: 'kick-off',
    respond: (request, group) => exportList(request, group, deps),
  };
  return [
    { ...get, ...kickOff, path: `${base}/$export` },
    {
      ...{ ...get, ...kickOff, path: `${base}/Group/:id/$export` },
      authorize: accounts.byClientHeaders,
    },
    {
      ...{ ...get, on: 'file', path: `${base}/$export/:type/:name` },
      respond: (_, type, name) => links.serve(type, name.replace(/\.ndjson$/, '')),
    },
  ];
}

/** The list of files, without counts; a group's files have no `Group` in their path, either (1up 7). */
function exportList(
  request: ServerRequest,
  group: string | undefined,
  deps: MteDeps,
): ServerResponse {
  const { population, links, linesPerFile, base, fileOrigin = () => request.url.origin } = deps;
  const kickOff = readKickOff(request, group, deps);
  const tokenFor = links.forExport(kickOff.window, request.headers['x-oneup-user-id'] ?? 'bearer');
  const output = exportFiles(kickOff, population, linesPerFile).map((file) => ({
    type: file.type,
    url: `${fileOrigin()}${base}/$export/${file.type}/${tokenFor(file)}.ndjson`,
  }));
  return json(200, fileList(kickOff, output));
}

/**
 * The tokens in the links of multi tenant. A token names a range and its user, but not the type: links
 * of all types with the same range have the same token (1up 7).
 */
function linkStore(population: Population) {
  const ranges = new Map<string, { window: Window; slice: Slice }>();
  let exports = 0;
  return {
    /** Gives a function that makes the token of each file of one export. */
    forExport(window: Window, userId: string): (file: ExportFile) => string {
      exports += 1;
      const exportNumber = exports;
      return ({ type, slice }) => {
        const claims = claimsOf(slice, population.count(type, window), userId);
        const token = tokenOf(claims, exportNumber);
        ranges.set(token, { window, slice });
        return token;
      };
    },
    /** The token's range of that type. Throws OutcomeError (404). */
    serve(type: string, token: string): ServerResponse {
      const range = ranges.get(token);
      if (!range) throw new OutcomeError(404, 'not-found', 'no such file');
      return ndjson(population, { type, slice: range.slice }, range.window);
    },
  };
}
type LinkStore = ReturnType<typeof linkStore>;

/** The last range of a type has no end. */
const claimsOf = ({ from, to }: Slice, count: number, userId: string) => ({
  start: `e${from}`,
  ...(to < count && { end: `e${to - 1}` }),
  total: to - from,
  userId,
});

/** Three parts like a JWT's; the third differs by export and is not a signature. */
function tokenOf(claims: object, exportNumber: number): string {
  const parts = [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const last = createHash('sha256').update(`${parts} ${exportNumber}`).digest('base64url');
  return [...parts, last].join('.');
}

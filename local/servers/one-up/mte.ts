import { createHash } from 'node:crypto';
import type { Window } from '../../people/chosen.ts';
import type { Population, Slice } from '../../people/population.ts';
import { type ExportFile, exportFiles, ndjson } from '../export/files.ts';
import { LINES_PER_FILE, type ServerOptions } from '../export/options.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  OutcomeError,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { type KickOffRequest, readKickOff } from './kick-off.ts';
import { oneUpTokenRoute } from './token.ts';

/**
 * 1upHealth's multi tenant: the kick-off is answered with the list of files at once (1up 7).
 * Groups are for client headers alone, all else takes a Bearer token, too. Whatever the version in
 * the path, resources are R4.
 */
export function oneUpMte(options: ServerOptions): BulkServer {
  const links = linkTable(options.population);
  const versions = ['dstu2', 'stu3', 'r4'].flatMap((version) =>
    routesOf({ ...options, links, base: `/bulk-data/${version}` }),
  );
  return routedServer(
    [...versions, oneUpTokenRoute(options.accounts)],
    faultInjector(options.faults),
  );
}

function routesOf(deps: Parameters<typeof exportList>[2] & ServerOptions): Route[] {
  const { accounts, base, links } = deps;
  const get = { method: 'GET', authorize: accounts.byEither };
  return [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      respond: (request) => exportList(readKickOff(request, undefined, deps), request, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      authorize: accounts.byClientHeaders,
      respond: (request, group) => exportList(readKickOff(request, group, deps), request, deps),
    },
    {
      ...get,
      on: 'file',
      path: `${base}/$export/:type/:name`,
      respond: (_, type, name) => links.serve(type, name.replace(/\.ndjson$/, '')),
    },
  ];
}

type ExportListDeps = {
  population: Population;
  links: LinkTable;
  linesPerFile?: number;
  fileOrigin?: () => string;
  base: string;
};

/** The list of files, with no counts; also a group's files have no `Group` in their path (1up 7). */
function exportList(
  order: KickOffRequest,
  { url, headers }: ServerRequest,
  deps: ExportListDeps,
): ServerResponse {
  const { population, links, linesPerFile = LINES_PER_FILE, base } = deps;
  const { fileOrigin = () => url.origin } = deps;
  const link = links.open(order.window, headers['x-oneup-user-id'] ?? 'bearer');
  const output = exportFiles(order, population, linesPerFile).map((file) => ({
    type: file.type,
    url: `${fileOrigin()}${base}/$export/${file.type}/${link(file)}.ndjson`,
  }));
  const transactionTime = order.window.until.toISOString();
  return json(200, { transactionTime, request: order.request, requiresAccessToken: true, output });
}

/**
 * The tokens in the links of multi tenant. A token names a range and its owner, and not the type: the
 * same token stands in the links of every type that has that range (1up 7).
 */
function linkTable(population: Population) {
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
      if (!range) throw new OutcomeError(404, 'not-found', 'no such file');
      return ndjson(population, type, range.window, range.slice);
    },
  };
}
type LinkTable = ReturnType<typeof linkTable>;

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

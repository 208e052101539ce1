import { faultDesk } from '../faults/fault.ts';
import type { BulkServer } from '../server.ts';
import { exportOrder } from '../shared/export-order.ts';
import { oneUpTokenRoute } from '../shared/one-up-token.ts';
import { type Route, routed } from '../shared/routed.ts';
import type { ServerOptions } from '../shared/server-options.ts';
import { exportList } from './export-list.ts';
import { linkTable } from './link-table.ts';

/**
 * 1upHealth's multi tenant: the kick-off is answered with the list of files at once (oneup-api 7).
 * Groups are for client headers alone, all else takes a Bearer token, too. Whatever the version in
 * the path, resources are R4.
 */
export function oneUpMte(options: ServerOptions): BulkServer {
  const links = linkTable(options.population);
  const versions = ['dstu2', 'stu3', 'r4'].flatMap((version) =>
    routesOf({ ...options, links, base: `/bulk-data/${version}` }),
  );
  return routed([...versions, oneUpTokenRoute(options.accounts)], faultDesk(options.faults));
}

function routesOf(deps: Parameters<typeof exportList>[2] & ServerOptions): Route[] {
  const { accounts, base, links } = deps;
  const get = { method: 'GET', access: accounts.byEither };
  return [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      answer: (request) => exportList(exportOrder(request, undefined, deps), request, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      access: accounts.byClientHeaders,
      answer: (request, group) => exportList(exportOrder(request, group, deps), request, deps),
    },
    {
      ...get,
      on: 'file',
      path: `${base}/$export/:type/:name`,
      answer: (_, type, name) => links.serve(type, name.replace(/\.ndjson$/, '')),
    },
  ];
}

import type { Login } from '../auth/login.ts';
import type { Route } from '../http/routing.ts';
import { binary } from './documents.ts';
import { type KickOffDeps, kickOff } from './kick-off.ts';
import type { Level } from './kick-off-request.ts';
import type { LinkTable } from './links.ts';
import { metadata } from './metadata.ts';
import { serveFile, serveSealed } from './serve-file.ts';
import { cancel, status } from './status.ts';

/** What the routes are made of. */
export type Hl7Deps = KickOffDeps & { login: Login; links: LinkTable };

/** Kick-offs of all levels, by the methods that the version takes (rules 12, 13). */
export function kickOffRoutes(deps: Hl7Deps): Route[] {
  const { base, version, post = false, operation = 'export', login } = deps;
  const methods = version === 'v4' ? ['POST'] : ['GET', ...(post ? ['POST'] : [])];
  return methods.flatMap((method) => {
    const route = (path: string, levelOf: (id: string) => Level): Route => ({
      on: 'kick-off',
      method,
      path: `${base}${path}/$${operation}`,
      authorize: login.authorize,
      respond: (request, id = '') => kickOff(request, levelOf(id), deps),
    });
    return [
      route('', () => ({ kind: 'system' })),
      route('/Patient', () => ({ kind: 'patient' })),
      route('/Group/:id', (id) => ({ kind: 'group', id })),
    ];
  });
}

/** A job's status, further pages of its manifest, and its end. */
export function jobRoutes(deps: Hl7Deps): Route[] {
  const path = `${deps.base}/jobs/:id`;
  const { authorize } = deps.login;
  return [
    {
      on: 'status',
      method: 'GET',
      path,
      authorize,
      respond: (request, id) => status(request, id, 0, deps),
    },
    {
      on: 'status',
      method: 'GET',
      path: `${path}/pages/:number`,
      authorize,
      respond: (request, id, number) => status(request, id, Number(number) - 1, deps),
    },
    {
      on: 'cancel',
      method: 'DELETE',
      path,
      authorize,
      respond: (_, id) => cancel(id, deps),
    },
  ];
}

/** Files behind the token or by capability URL, and the storage they may be redirected to. */
export function fileRoutes(deps: Hl7Deps): Route[] {
  const { requiresAccessToken = true, login } = deps;
  const route = (root: string, serve: typeof serveFile): Route => ({
    on: 'file',
    method: 'GET',
    path: `${root}/:job/:generation/:name`,
    respond: (request, job, generation, name) =>
      serve(request, { job, generation: Number(generation), name }, deps),
  });
  const files = route('/files', requiresAccessToken ? serveFile : serveSealed);
  return [
    requiresAccessToken ? { ...files, authorize: login.authorize } : files,
    route('/stored', serveSealed),
  ];
}

/** What decides by itself whether a request may: Binaries, and what a server says of itself. */
export const openRoutes = (deps: Hl7Deps): Route[] => [
  {
    on: 'attachment',
    method: 'GET',
    path: `${deps.base}/Binary/:id`,
    respond: (request, id) => binary(request, id, deps),
  },
  {
    on: 'metadata',
    method: 'GET',
    path: `${deps.base}/metadata`,
    respond: (request) => metadata(request, deps),
  },
];

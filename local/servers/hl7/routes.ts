import type { Login } from '../auth/login.ts';
import type { Route } from '../http/routing.ts';
import { binary } from './documents.ts';
import { type KickOffDeps, kickOff } from './kick-off.ts';
import type { Level } from './kick-off-request.ts';
import type { LinkStore } from './links.ts';
import { metadata } from './metadata.ts';
import { serveFile, serveSignedFile } from './serve-file.ts';
import { cancel, status } from './status.ts';

type Hl7Deps = KickOffDeps & { login: Login; links: LinkStore };

/** Kick-offs of all levels, by the methods that the version allows (rules 12, 13). */
export function kickOffRoutes(deps: Hl7Deps): Route[] {
  const { base, version, post = false, operation = 'export', login } = deps;
  const methods = version === 'v4' ? ['POST'] : ['GET', ...(post ? ['POST'] : [])];
  return methods.flatMap((method) => {
    const route = (path: string, levelOf: (id: string) => Level): Route => ({
      ...{ on: 'kick-off', method, path: `${base}${path}/$${operation}` },
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

/** A job's status, the further pages of its manifest, and its cancellation. */
export function jobRoutes(deps: Hl7Deps): Route[] {
  const path = `${deps.base}/jobs/:id`;
  const { authorize } = deps.login;
  const get = { on: 'status', method: 'GET', authorize } as const;
  return [
    { ...get, path, respond: (request, id) => status(request, id, 0, deps) },
    {
      ...{ ...get, path: `${path}/pages/:number` },
      respond: (request, id, number) => status(request, id, Number(number) - 1, deps),
    },
    {
      ...{ on: 'cancel', method: 'DELETE', path, authorize },
      respond: (_, id) => cancel(id, deps),
    },
  ];
}

/** Files with the access token or by capability URL, and the storage that they may be redirected to. */
export function fileRoutes(deps: Hl7Deps): Route[] {
  const { requiresAccessToken = true, login } = deps;
  const route = (root: string, serve: typeof serveFile): Route => ({
    ...{ on: 'file', method: 'GET', path: `${root}/:job/:generation/:name` },
    respond: (request, job, generation, name) =>
      serve(request, { job, generation: Number(generation), name }, deps),
  });
  const files = route('/files', requiresAccessToken ? serveFile : serveSignedFile);
  return [
    requiresAccessToken ? { ...files, authorize: login.authorize } : files,
    route('/stored', serveSignedFile),
  ];
}

/** Binaries, which check the request themselves, and the public CapabilityStatement. */
export const openRoutes = (deps: Hl7Deps): Route[] => [
  {
    ...{ on: 'attachment', method: 'GET', path: `${deps.base}/Binary/:id` },
    respond: (request, id) => binary(request, id, deps),
  },
  {
    ...{ on: 'metadata', method: 'GET', path: `${deps.base}/metadata` },
    respond: (request) => metadata(request, deps),
  },
];

import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { exportFiles, fileStore, type JobOptions, type KickOffRequest } from '../export/files.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  OutcomeError,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import {
  type JobStore,
  jobAccepted,
  jobStatus,
  oneUpJobs,
  type StartJobDeps,
  startJob,
} from './jobs.ts';
import { fileList, type KickOffDeps, type OneUpOptions, readKickOff } from './kick-off.ts';
import { clientCredentialsToken } from './token.ts';

export type OneUpGatewayOptions = OneUpOptions &
  JobOptions & {
    /** The customer's name, which is in every path. */
    customer: string;
    /** The response to a kick-off, which is documented both ways (1up 8). */
    mode?: 'job' | 'list';
  };

/**
 * 1upHealth's population export through its gateway: Bearer tokens by client credentials; only GET, and
 * PUT to retry a failed job; POST and DELETE are 403 (1up 4, 8).
 */
export function oneUpGateway(options: OneUpGatewayOptions): BulkServer {
  const faults = faultInjector(options.faults);
  const { accounts, clock, customer, duration, population } = options;
  const files = fileStore(population);
  const base = `/v1/${customer}/bulk-export/bulk-data/r4`;
  const deps = { ...options, files, jobs: oneUpJobs({ clock, duration, faults }), base };
  const get = { method: 'GET', authorize: accounts.byBearer };
  const job = { path: `${base}/$export/job/:id`, authorize: accounts.byBearer };
  const kickOffRoute = (path: string, level: (id: string) => KickOffLevel): Route => ({
    ...{ ...get, on: 'kick-off', path: base + path },
    respond: (request, id = '') => kickOff(request, level(id), deps),
  });
  const forbid = () => outcome(403, 'forbidden', 'only GET is allowed, and PUT to retry a job');
  const routes: Route[] = [
    kickOffRoute('/$export', () => ({})),
    kickOffRoute('/Group/:id/$export', (group) => ({ group })),
    kickOffRoute('/:type', (type) => ({ type })),
    { on: 'kick-off', method: 'POST', path: `${base}/*`, respond: forbid },
    { ...job, on: 'status', method: 'GET', respond: (request, id) => status(request, id, deps) },
    { ...job, on: 'retry', method: 'PUT', respond: (request, id) => retry(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', respond: forbid },
    {
      ...{ ...get, on: 'file', path: `${base}/$export/file/:name` },
      respond: (_, name) => files.serve(name),
    },
    {
      ...{ on: 'token', method: 'POST' },
      path: `/auth/realms/${customer}/protocol/openid-connect/token`,
      respond: (request) => clientCredentialsToken(request, accounts),
    },
  ];
  return routedServer(routes, faults);
}

/** The whole system where both are undefined. */
type KickOffLevel = { group?: string; type?: string };

type GatewayKickOffDeps = KickOffDeps &
  StartJobDeps & { fileOrigin?: () => string; mode?: 'job' | 'list' };

/**
 * Exports the whole system, a group, or one type of the system; that type is in the path alone,
 * whatever `_type` says. Throws OutcomeError.
 */
function kickOff(
  request: ServerRequest,
  { group, type }: KickOffLevel,
  deps: GatewayKickOffDeps,
): ServerResponse {
  const all = readKickOff(request, group, deps);
  const kickOff = type === undefined ? all : { ...all, types: [typeInPath(type)] };
  return deps.mode === 'list' ? list(kickOff, request, deps) : startJob(kickOff, request, deps);
}

function typeInPath(type: string): string {
  if (!/^[A-Z][A-Za-z]+$/.test(type))
    throw new OutcomeError(404, 'not-found', 'not a resource type');
  return type;
}

function list(
  kickOff: KickOffRequest,
  request: ServerRequest,
  deps: GatewayKickOffDeps,
): ServerResponse {
  const { population, files, linesPerFile } = deps;
  const output = exportFiles(kickOff, population, linesPerFile).map((file) => ({
    type: file.type,
    url: fileUrl(files.add(file, kickOff.window), request, deps),
  }));
  return json(200, fileList(kickOff, output));
}

type JobDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
};

/** The status of a job: 202 while it runs; links are under `url`. Throws OutcomeError (404). */
function status(request: ServerRequest, id: string, deps: JobDeps): ServerResponse {
  const { job, progress } = deps.jobs.poll(id);
  const body = jobStatus(job, progress, deps.clock.now(), ({ type, name }) => ({
    type,
    url: fileUrl(name, request, deps),
  }));
  return json(progress.kind === 'running' ? 202 : 200, body);
}

/** Restarts a failed job (1up 4). Throws OutcomeError: 404, or 409 where it has not failed. */
const retry = ({ url }: ServerRequest, id: string, { jobs, base }: JobDeps): ServerResponse =>
  jobAccepted(jobs.retry(id).id, `${url.origin}${base}`);

const fileUrl = (
  name: string,
  { url }: ServerRequest,
  { base, fileOrigin = () => url.origin }: { base: string; fileOrigin?: () => string },
): string => `${fileOrigin()}${base}/$export/file/${name}`;

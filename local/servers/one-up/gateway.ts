import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { exportFiles, fileStore } from '../export/files.ts';
import { type JobStore, jobStore } from '../export/jobs.ts';
import {
  DEFAULT_JOB_DURATION,
  type JobOptions,
  LINES_PER_FILE,
  type ServerOptions,
} from '../export/options.ts';
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
import { jobAccepted, jobStatus, type StartJobDeps, startJob } from './jobs.ts';
import { type KickOffDeps, type KickOffRequest, readKickOff } from './kick-off.ts';
import { clientCredentialsToken } from './token.ts';

export type OneUpGatewayOptions = ServerOptions &
  JobOptions & {
    /** The customer's name, which is in every path. */
    customer: string;
    /** How a kick-off is answered, which is documented both ways (1up 8). */
    mode?: 'job' | 'list';
  };

/**
 * 1upHealth's population export through its gateway: Bearer tokens by client credentials, GET alone,
 * PUT to retry a failed job; POST and DELETE are answered 403 (1up 4, 8).
 */
export function oneUpGateway(options: OneUpGatewayOptions): BulkServer {
  const faults = faultInjector(options.faults);
  const { accounts, clock, customer, duration = DEFAULT_JOB_DURATION, population } = options;
  const files = fileStore(population);
  const base = `/v1/${customer}/bulk-export/bulk-data/r4`;
  const deps = { ...options, files, jobs: jobStore({ clock, duration, faults }), base };
  const get = { method: 'GET', authorize: accounts.byBearer };
  const job = { path: `${base}/$export/job/:id`, authorize: accounts.byBearer };
  const refuse = () => outcome(403, 'forbidden', 'GET alone is served, and PUT to retry a job');
  const kickOffs: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      respond: (request) => kickOff(request, {}, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      respond: (request, group) => kickOff(request, { group }, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/:type`,
      respond: (request, type) => kickOff(request, { type }, deps),
    },
    { on: 'kick-off', method: 'POST', path: `${base}/*`, respond: refuse },
  ];
  const others: Route[] = [
    { ...job, on: 'status', method: 'GET', respond: (request, id) => status(request, id, deps) },
    { ...job, on: 'retry', method: 'PUT', respond: (request, id) => retry(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', respond: refuse },
    {
      ...get,
      on: 'file',
      path: `${base}/$export/file/:name`,
      respond: (_, name) => files.serve(name),
    },
    {
      on: 'token',
      method: 'POST',
      path: `/auth/realms/${customer}/protocol/openid-connect/token`,
      respond: (request) => clientCredentialsToken(request, accounts),
    },
  ];
  return routedServer([...kickOffs, ...others], faults);
}

type GatewayKickOffDeps = KickOffDeps &
  StartJobDeps & { fileOrigin?: () => string; mode?: 'job' | 'list' };

/**
 * Exports everybody, a group, or one type of everybody; the last is asked for by the path alone,
 * whatever `_type` says. Throws Refused.
 */
function kickOff(
  request: ServerRequest,
  of: { group?: string; type?: string },
  deps: GatewayKickOffDeps,
): ServerResponse {
  const order = readKickOff(request, of.group, deps);
  const narrowed = of.type === undefined ? order : { ...order, types: [knownType(of.type)] };
  return deps.mode === 'list' ? list(narrowed, request, deps) : startJob(narrowed, request, deps);
}

function knownType(type: string): string {
  if (!/^[A-Z][A-Za-z]+$/.test(type)) throw new OutcomeError(404, 'not-found', 'no resource type');
  return type;
}

function list(
  order: KickOffRequest,
  request: ServerRequest,
  deps: GatewayKickOffDeps,
): ServerResponse {
  const { population, files, linesPerFile = LINES_PER_FILE } = deps;
  const output = exportFiles(order, population, linesPerFile).map((file) => ({
    type: file.type,
    url: linkOf(files.add(file, order.window), request, deps),
  }));
  const transactionTime = order.window.until.toISOString();
  return json(200, { transactionTime, request: order.request, requiresAccessToken: true, output });
}

type JobDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
};

/** How a job stands: 202 while it runs; links are under `url`. Throws Refused (404). */
function status(request: ServerRequest, id: string, deps: JobDeps): ServerResponse {
  const { job, progress } = deps.jobs.poll(id);
  const body = jobStatus(job, progress, deps.clock.now(), ({ type, name }) => ({
    type,
    url: linkOf(name, request, deps),
  }));
  return json(progress.kind === 'running' ? 202 : 200, body);
}

/** Lets a failed job begin again (1up 4). Throws Refused: 404, or 409 where it has not failed. */
const retry = ({ url }: ServerRequest, id: string, { jobs, base }: JobDeps): ServerResponse =>
  jobAccepted(jobs.retry(id).id, `${url.origin}${base}`);

/** The link to a file of the gateway. */
const linkOf = (
  name: string,
  { url }: ServerRequest,
  { base, fileOrigin = () => url.origin }: { base: string; fileOrigin?: () => string },
): string => `${fileOrigin()}${base}/$export/file/${name}`;

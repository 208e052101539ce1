import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { fileStore } from '../export/files.ts';
import { type JobStore, jobStore } from '../export/jobs.ts';
import { DEFAULT_JOB_DURATION, type JobOptions, type ServerOptions } from '../export/options.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { jobStatus, type StartJobDeps, startJob } from './jobs.ts';
import { type KickOffDeps, readKickOff } from './kick-off.ts';
import { oneUpTokenRoute } from './token.ts';

/** What the documentation leaves open about single tenant is a switch here. */
type OneUpSteOptions = ServerOptions &
  JobOptions & {
    /** HTTP status of a job's status while it runs. */
    runningStatus?: 200 | 202;
    /** Whether `_type=patient` is taken for Patient. */
    typeCase?: 'any' | 'exact';
    /** What DELETE on a job is answered with; only 202 ends the job. */
    cancel?: 202 | 403 | 404;
  };

/**
 * 1upHealth's single tenant: a job, its status, its files (1up 4–6). Kick-off and status
 * take client headers or a Bearer token, files client headers alone. Nothing expires.
 */
export function oneUpSte(options: OneUpSteOptions): BulkServer {
  const faults = faultInjector(options.faults);
  const { accounts, clock, duration = DEFAULT_JOB_DURATION, population } = options;
  const files = fileStore(population);
  const base = '/bulk-data/r4';
  const deps = { ...options, files, jobs: jobStore({ clock, duration, faults }), base };
  const authorize = accounts.byEither;
  const job = { path: `${base}/$export/job/:id`, authorize };
  const get = { method: 'GET', authorize };
  const routes: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      respond: (request) => kickOff(request, undefined, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      respond: (request, group) => kickOff(request, group, deps),
    },
    { ...job, on: 'status', method: 'GET', respond: (request, id) => status(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', respond: (_, id) => cancel(id, deps) },
    {
      on: 'file',
      method: 'GET',
      path: `${base}/$export/file/:name`,
      authorize: accounts.byClientHeaders,
      respond: (_, name) => files.serve(name),
    },
    oneUpTokenRoute(accounts),
  ];
  return routedServer(routes, faults);
}

/** DELETE on a job, which 1upHealth does not document: it ends the job, or is refused. Throws Refused (404). */
function cancel(
  id: string,
  { jobs, cancel: answer = 202 }: { jobs: JobStore; cancel?: 202 | 403 | 404 },
): ServerResponse {
  if (answer !== 202) return outcome(answer, 'not-supported', 'jobs are not cancelled here');
  jobs.remove(id);
  return { status: 202, headers: {}, body: '' };
}

/** Starts a job for everybody or for a group; data is as of now, whenever it is fetched. Throws Refused. */
const kickOff = (
  request: ServerRequest,
  group: string | undefined,
  deps: KickOffDeps & StartJobDeps,
): ServerResponse => startJob(readKickOff(request, group, deps), request, deps);

type StatusDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
  runningStatus?: 200 | 202;
};

/** How a job stands; links are under `file`, on the origin of the files. Throws Refused (404). */
function status(
  { url }: ServerRequest,
  id: string,
  { clock, jobs, base, fileOrigin = () => url.origin, runningStatus = 202 }: StatusDeps,
): ServerResponse {
  const { job, progress } = jobs.poll(id);
  const body = jobStatus(job, progress, clock.now(), ({ type, name }) => ({
    type,
    file: `${fileOrigin()}${base}/$export/file/${name}`,
  }));
  return json(progress.kind === 'running' ? runningStatus : 200, body);
}

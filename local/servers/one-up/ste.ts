import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { fileTable } from '../export/files.ts';
import { type JobStore, jobStore } from '../export/jobs.ts';
import { type JobOptions, PACE, type ServerOptions } from '../export/options.ts';
import { faultDesk } from '../faults/fault-injector.ts';
import { type Route, routed } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { jobStatus, type StartJobDeps, startJob } from './jobs.ts';
import { exportOrder, type OrderDeps } from './kick-off.ts';
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
  const faults = faultDesk(options.faults);
  const { accounts, clock, pace = PACE, population } = options;
  const files = fileTable(population);
  const base = '/bulk-data/r4';
  const deps = { ...options, files, jobs: jobStore({ clock, pace, faults }), base };
  const access = accounts.byEither;
  const job = { path: `${base}/$export/job/:id`, access };
  const get = { method: 'GET', access };
  const routes: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      answer: (request) => kickOff(request, undefined, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      answer: (request, group) => kickOff(request, group, deps),
    },
    { ...job, on: 'status', method: 'GET', answer: (request, id) => status(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', answer: (_, id) => cancel(id, deps) },
    {
      on: 'file',
      method: 'GET',
      path: `${base}/$export/file/:name`,
      access: accounts.byClientHeaders,
      answer: (_, name) => files.serve(name),
    },
    oneUpTokenRoute(accounts),
  ];
  return routed(routes, faults);
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
  deps: OrderDeps & StartJobDeps,
): ServerResponse => startJob(exportOrder(request, group, deps), request, deps);

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

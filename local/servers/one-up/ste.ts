import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { fileStore, type JobOptions } from '../export/files.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { type JobStore, jobStatus, oneUpJobs, startJob } from './jobs.ts';
import { type OneUpOptions, readKickOff } from './kick-off.ts';
import { refreshTokenRoute } from './token.ts';

/** What the documentation of single tenant leaves open is an option. */
type OneUpSteOptions = OneUpOptions &
  JobOptions & {
    /** HTTP status of the status endpoint while the job runs. */
    runningStatus?: 200 | 202;
    /** Whether `_type=patient` counts as Patient. */
    typeCase?: 'any' | 'exact';
    /** The response to DELETE on a job; only 202 ends the job. */
    cancel?: 202 | 403 | 404;
  };

/**
 * 1upHealth's single tenant: a job, its status, its files (1up 4–6). Kick-off and status take client
 * headers or a Bearer token, files only client headers. Nothing expires.
 */
export function oneUpSte(options: OneUpSteOptions): BulkServer {
  const faults = faultInjector(options.faults);
  const { accounts, clock, duration, population } = options;
  const files = fileStore(population);
  const base = '/bulk-data/r4';
  const deps = { ...options, files, jobs: oneUpJobs({ clock, duration, faults }), base };
  const either = { authorize: accounts.byEither };
  const job = { ...either, path: `${base}/$export/job/:id` };
  const kickOff = (path: string): Route => ({
    ...{ ...either, on: 'kick-off', method: 'GET', path: base + path },
    respond: (request, group) => startJob(readKickOff(request, group, deps), request, deps),
  });
  const routes: Route[] = [
    kickOff('/$export'),
    kickOff('/Group/:id/$export'),
    { ...job, on: 'status', method: 'GET', respond: (request, id) => status(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', respond: (_, id) => cancel(id, deps) },
    {
      ...{ on: 'file', method: 'GET', path: `${base}/$export/file/:name` },
      authorize: accounts.byClientHeaders,
      respond: (_, name) => files.serve(name),
    },
    refreshTokenRoute(accounts),
  ];
  return routedServer(routes, faults);
}

/** DELETE on a job, which 1upHealth does not document. Throws OutcomeError (404). */
function cancel(
  id: string,
  { jobs, cancel: code = 202 }: { jobs: JobStore; cancel?: 202 | 403 | 404 },
): ServerResponse {
  if (code !== 202) return outcome(code, 'not-supported', 'jobs are not cancelled here');
  jobs.remove(id);
  return { status: 202, headers: {}, body: '' };
}

type StatusDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
  runningStatus?: 200 | 202;
};

/** The status of a job; links are under `file`, on the origin of the files. Throws OutcomeError (404). */
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

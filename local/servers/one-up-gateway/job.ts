import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { ServerRequest, ServerResponse } from '../server.ts';
import { json } from '../shared/answers.ts';
import { jobStatus } from '../shared/job-status.ts';
import type { JobStore } from '../shared/job-store.ts';
import { jobAccepted } from '../shared/start-job.ts';
import { linkOf } from './link-of.ts';

export type JobDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
};

/** How a job stands: 202 while it runs; links are under `url`. Throws Refused (404). */
export function status(request: ServerRequest, id: string, deps: JobDeps): ServerResponse {
  const { job, progress } = deps.jobs.poll(id);
  const body = jobStatus(job, progress, deps.clock.now(), ({ type, name }) => ({
    type,
    url: linkOf(name, request, deps),
  }));
  return json(progress.kind === 'running' ? 202 : 200, body);
}

/** Lets a failed job begin again (oneup-api 4). Throws Refused: 404, or 409 where it has not failed. */
export const retry = (
  { url }: ServerRequest,
  id: string,
  { jobs, base }: JobDeps,
): ServerResponse => jobAccepted(jobs.retry(id).id, `${url.origin}${base}`);

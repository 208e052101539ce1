import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { ServerRequest, ServerResponse } from '../server.ts';
import { json } from '../shared/answers.ts';
import { jobStatus } from '../shared/job-status.ts';
import type { JobStore } from '../shared/job-store.ts';

export type StatusDeps = {
  clock: Pick<Clock, 'now'>;
  jobs: JobStore;
  base: string;
  fileOrigin?: () => string;
  runningStatus?: 200 | 202;
};

/** How a job stands; links are under `file`, on the origin of the files. Throws Refused (404). */
export function status(
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

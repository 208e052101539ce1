import { STATUS_CODES } from 'node:http';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Progress } from '../export/jobs.ts';
import {
  json,
  OutcomeError,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import type { Job, JobStore } from './jobs/job-store.ts';
import { type ManifestDeps, manifest, pagesOf, readyPages } from './manifest.ts';
import type { StatusOptions } from './options.ts';

type StatusDeps = ManifestDeps & StatusOptions & { clock: Pick<Clock, 'now'>; jobs: JobStore };

/** How a job stands, by a page of its manifest. Throws Refused (404). */
export function status(
  request: ServerRequest,
  id: string,
  nth: number,
  deps: StatusDeps,
): ServerResponse {
  const { job, progress } = deps.jobs.poll(id);
  const answer = jobAnswer(request, { job, progress, nth }, deps);
  return job.separateStatus ? separated(answer) : answer;
}

/** The code tells of the request; the job's is in a header (rule 30). */
const separated = ({ status, headers, body }: ServerResponse): ServerResponse => ({
  status: 200,
  headers: { ...headers, 'x-export-status': `${status} ${STATUS_CODES[status]}` },
  body,
});

type Asked = { job: Job; progress: Progress; nth: number };

function jobAnswer(
  request: ServerRequest,
  { job, progress, nth }: Asked,
  deps: StatusDeps,
): ServerResponse {
  // No transient code: the job has failed, not the question (rule 28).
  if (progress.kind === 'failed') return outcome(500, 'processing', 'the export failed');
  const pages = pagesOf(job.files.output, deps.filesPerPage);
  const page = pages[nth];
  if (!page) throw new OutcomeError(404, 'not-found', 'no such page');
  const partial = (deps.partialManifests ?? false) && job.order.partialManifests;
  const ready = readyPages(pages, progress, partial);
  const isRunning = progress.kind === 'running';
  const headers = isRunning ? runningHeaders(progress, deps) : {};
  if (nth >= ready) return { status: 202, headers, body: '' };
  const next = nth + 1 < ready ? nth + 1 : undefined;
  const { body, expires } = manifest(request, { job, page, next }, deps);
  return json(isRunning ? 202 : 200, body, { ...headers, expires: expires.toUTCString() });
}

function runningHeaders({ batches }: Progress, deps: StatusDeps): Record<string, string> {
  const { progressText = (percent: number) => `${percent}% complete` } = deps;
  const text = progressText(Math.floor((100 * batches.complete) / batches.total));
  return { ...(text !== undefined && { 'x-progress': text }), ...retryAfter(deps) };
}

/** DELETE on a job: it is over and forgotten, or the server does not do that (rule 48). Throws Refused (404). */
export function cancel(
  id: string,
  { jobs, cancel: answer = 202 }: StatusOptions & { jobs: JobStore },
): ServerResponse {
  if (answer !== 202) return outcome(answer, 'not-supported', 'jobs are not cancelled here');
  jobs.remove(id);
  return { status: 202, headers: {}, body: '' };
}

/** The header that asks to wait: seconds, an HTTP date, or nonsense (rule 25, P2). */
export function retryAfter({
  clock,
  retryAfter = 'seconds',
  retryAfterSeconds = 60,
}: StatusOptions & { clock: Pick<Clock, 'now'> }): Record<string, string> {
  const then = new Date(clock.now().getTime() + retryAfterSeconds * 1000);
  const written = {
    none: undefined,
    seconds: `${retryAfterSeconds}`,
    'http-date': then.toUTCString(),
    'epoch-milliseconds': `${then.getTime()}`,
  }[retryAfter];
  return written === undefined ? {} : { 'retry-after': written };
}

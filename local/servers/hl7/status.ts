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
import type { Job, JobStore } from './jobs.ts';
import { type ManifestDeps, manifest, pagesOf, readyPages } from './manifest.ts';
import type { StatusOptions } from './options.ts';

type StatusDeps = ManifestDeps & StatusOptions & { clock: Pick<Clock, 'now'>; jobs: JobStore };

/** The status of a job, with a page of its manifest where that is ready. Throws OutcomeError (404). */
export function status(
  request: ServerRequest,
  id: string,
  nth: number,
  deps: StatusDeps,
): ServerResponse {
  const { job, progress } = deps.jobs.poll(id);
  const response = jobResponse(request, { job, progress, nth }, deps);
  return job.separateStatus ? withSeparateStatus(response) : response;
}

/** The HTTP status is the request's, the job's is in a header (rule 30). */
const withSeparateStatus = ({ status, headers, body }: ServerResponse): ServerResponse => ({
  status: 200,
  headers: { ...headers, 'x-export-status': `${status} ${STATUS_CODES[status]}` },
  body,
});

type RequestedPage = { job: Job; progress: Progress; nth: number };

function jobResponse(
  request: ServerRequest,
  { job, progress, nth }: RequestedPage,
  deps: StatusDeps,
): ServerResponse {
  // Not a transient code: the job has failed, not the request (rule 28).
  if (progress.kind === 'failed') return outcome(500, 'processing', 'the export failed');
  const pages = pagesOf(job.files.output, deps.filesPerPage);
  const page = pages[nth];
  if (!page) throw new OutcomeError(404, 'not-found', 'no such page');
  const partial = (deps.partialManifests ?? false) && job.kickOff.partialManifests;
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

/** DELETE on a job, which ends it where the server supports that (rule 48). Throws OutcomeError (404). */
export function cancel(
  id: string,
  { jobs, cancel: code = 202 }: StatusOptions & { jobs: JobStore },
): ServerResponse {
  if (code !== 202) return outcome(code, 'not-supported', 'jobs are not cancelled here');
  jobs.remove(id);
  return { status: 202, headers: {}, body: '' };
}

/** The `Retry-After` header: seconds, an HTTP date, or an invalid value (rule 25). */
export function retryAfter({
  clock,
  retryAfter = 'seconds',
  retryAfterSeconds = 60,
}: StatusOptions & { clock: Pick<Clock, 'now'> }): Record<string, string> {
  const then = new Date(clock.now().getTime() + retryAfterSeconds * 1000);
  const value = {
    none: undefined,
    seconds: `${retryAfterSeconds}`,
    'http-date': then.toUTCString(),
    'epoch-milliseconds': `${then.getTime()}`,
  }[retryAfter];
  return value === undefined ? {} : { 'retry-after': value };
}

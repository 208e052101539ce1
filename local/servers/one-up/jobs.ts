import type { Population } from '../../people/population.ts';
import { exportFiles, type FileStore, linesOf } from '../export/files.ts';
import type { Job, JobFile, JobStore, Progress } from '../export/jobs.ts';
import { LINES_PER_FILE } from '../export/options.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { KickOffRequest } from './kick-off.ts';

export type StartJobDeps = {
  population: Population;
  files: FileStore;
  jobs: JobStore;
  linesPerFile?: number;
  /** Path under which the server's jobs and files are. */
  base: string;
};

/** Starts a job: 202, `Content-Location`, and both ids in the body (1up 5). */
export function startJob(
  order: KickOffRequest,
  { url }: ServerRequest,
  { population, files, jobs, linesPerFile = LINES_PER_FILE, base }: StartJobDeps,
): ServerResponse {
  const parts = exportFiles(order, population, linesPerFile);
  const named = parts.map((part) => ({ type: part.type, name: files.add(part, order.window) }));
  const { id } = jobs.start(order, named, linesOf(parts));
  return jobAccepted(id, `${url.origin}${base}`);
}

/** The answer to a kick-off, and to a second try. */
export function jobAccepted(id: string, baseUrl: string): ServerResponse {
  const statusUrl = `${baseUrl}/$export/job/${id}`;
  return json(202, { id, statusUrl }, { 'content-location': statusUrl });
}

const words = { running: 'In Progress', failed: 'Failed', successful: 'Successful' } as const;

/** A job's status as 1upHealth documents it (1up 6); `list` writes one entry of `output`. */
export function jobStatus(
  job: Job,
  { kind, batches }: Progress,
  now: Date,
  list: (file: JobFile) => object,
) {
  const { window, request } = job.order;
  const part = batches.total === 0 ? 1 : batches.complete / batches.total;
  return {
    id: job.id,
    transactionTime: window.until.toISOString(),
    request,
    requiresAccessToken: true,
    status: words[kind],
    resourceCount: Math.floor(job.resourceCount * part),
    batches,
    lastUpdated: now.toISOString(),
    ...(kind === 'successful' && { output: job.files.map(list) }),
  };
}

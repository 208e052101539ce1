import type { Population } from '../../people/population.ts';
import { exportFiles, type FileStore, type KickOffRequest } from '../export/files.ts';
import { type JobState, jobStore, type Progress } from '../export/jobs.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';

/** A file of a job, by its name in the file store. */
type JobFile = { readonly type: string; readonly name: string };

type JobPlan = {
  readonly kickOff: KickOffRequest;
  readonly files: readonly JobFile[];
  readonly resourceCount: number;
};

export const oneUpJobs = (
  options: Pick<Parameters<typeof jobStore>[0], 'clock' | 'duration' | 'faults'>,
) => jobStore<JobPlan>({ ...options, batchesIn: ({ files }) => files.length });
export type JobStore = ReturnType<typeof oneUpJobs>;

export type StartJobDeps = {
  population: Population;
  files: FileStore;
  jobs: JobStore;
  linesPerFile?: number;
  /** Path of the server's jobs and files. */
  base: string;
};

/** Starts a job: 202, `Content-Location`, and both ids in the body (1up 5). */
export function startJob(
  kickOff: KickOffRequest,
  { url }: ServerRequest,
  { population, files, jobs, linesPerFile, base }: StartJobDeps,
): ServerResponse {
  const parts = exportFiles(kickOff, population, linesPerFile);
  const { id } = jobs.start({
    kickOff,
    files: parts.map((part) => ({ type: part.type, name: files.add(part, kickOff.window) })),
    resourceCount: parts.reduce((lines, { slice }) => lines + slice.to - slice.from, 0),
  });
  return jobAccepted(id, `${url.origin}${base}`);
}

/** The response to a kick-off, and to a retry. */
export function jobAccepted(id: string, baseUrl: string): ServerResponse {
  const statusUrl = `${baseUrl}/$export/job/${id}`;
  return json(202, { id, statusUrl }, { 'content-location': statusUrl });
}

const STATUSES = { running: 'In Progress', failed: 'Failed', successful: 'Successful' } as const;

/** A job's status as 1upHealth documents it (1up 6); `entry` writes one entry of `output`. */
export function jobStatus(
  job: JobPlan & JobState,
  { kind, batches }: Progress,
  now: Date,
  entry: (file: JobFile) => object,
) {
  const { window, request } = job.kickOff;
  const share = batches.total === 0 ? 1 : batches.complete / batches.total;
  return {
    id: job.id,
    transactionTime: window.until.toISOString(),
    request,
    requiresAccessToken: true,
    status: STATUSES[kind],
    resourceCount: Math.floor(job.resourceCount * share),
    batches,
    lastUpdated: now.toISOString(),
    ...(kind === 'successful' && { output: job.files.map(entry) }),
  };
}

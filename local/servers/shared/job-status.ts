import type { Job, JobFile } from './job-store.ts';
import type { Progress } from './progress.ts';

const words = { running: 'In Progress', failed: 'Failed', successful: 'Successful' } as const;

/** A job's status as 1upHealth documents it (oneup-api 6); `list` writes one entry of `output`. */
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

import type { ServerResponse } from '../server.ts';
import { outcome } from '../shared/answers.ts';
import type { JobStore } from '../shared/job-store.ts';

/** DELETE on a job, which 1upHealth does not document: it ends the job, or is refused. Throws Refused (404). */
export function cancel(
  id: string,
  { jobs, cancel: answer = 202 }: { jobs: JobStore; cancel?: 202 | 403 | 404 },
): ServerResponse {
  if (answer !== 202) return outcome(answer, 'not-supported', 'jobs are not cancelled here');
  jobs.remove(id);
  return { status: 202, headers: {}, body: '' };
}

import { dialectOf } from '../shared/dialects/dialect-of.ts';
import type { Log } from '../shared/log.ts';
import type { FailureRecord, JobRecord } from '../shared/records/export-records.ts';
import { connect, type ServerDeps } from '../shared/server/connect.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';

export type CancelDeps = ServerDeps & { log: Log };

/** A job that is gone is as good as cancelled. */
const CANCELLED = [200, 202, 204, 404, 410];
/** The server has no cancel, or not for us. */
const NOT_CANCELLABLE = [403, 405, 501];

/**
 * Tells the server to stop a job (O5). Never throws: what became of the job is recorded, and the
 * rest of the clean-up goes on.
 */
export async function cancelServerJob(
  job: JobRecord,
  deps: CancelDeps,
): Promise<FailureRecord['serverJob']> {
  if (job.job.kind === 'complete') return 'none';
  try {
    const { source, server } = connect(job.source, deps);
    if (dialectOf(source).cancel === 'unsupported') return 'not-cancellable';
    return await deleteJob(job.job.statusUrl, server);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('clean-up.cancel-failed', { exportId: job.exportId, error: name });
    return 'cancel-failed';
  }
}

async function deleteJob(url: string, server: FhirServer) {
  const response = await server('cancel', { method: 'DELETE', url });
  response.body.destroy();
  if (CANCELLED.includes(response.status)) return 'cancelled';
  return NOT_CANCELLABLE.includes(response.status) ? 'not-cancellable' : 'cancel-failed';
}

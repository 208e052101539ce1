import type { Authenticators } from '../shared/auth/authenticators.ts';
import { dialectOf } from '../shared/dialects/dialect-of.ts';
import type { Http } from '../shared/http/http.ts';
import type { Log } from '../shared/log.ts';
import type { FailureRecord, JobRecord } from '../shared/records/export-records.ts';
import { fhirServer } from '../shared/server/fhir-server.ts';
import type { Source } from '../shared/settings/source.ts';
import type { Sources } from '../shared/settings/sources.ts';

export type CancelDeps = {
  sources: Sources;
  authenticators: Authenticators;
  http: Http;
  log: Log;
};

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
  const source = Object.hasOwn(deps.sources, job.source) ? deps.sources[job.source] : undefined;
  if (!source) return 'cancel-failed';
  if (dialectOf(source).cancel === 'unsupported') return 'not-cancellable';
  try {
    return await deleteJob(job.job.statusUrl, job.source, source, deps);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('clean-up.cancel-failed', { exportId: job.exportId, error: name });
    return 'cancel-failed';
  }
}

async function deleteJob(url: string, sourceId: string, source: Source, deps: CancelDeps) {
  const server = fhirServer(source, deps.authenticators(sourceId, source), deps.http);
  const response = await server('cancel', { method: 'DELETE', url });
  response.body.destroy();
  if (CANCELLED.includes(response.status)) return 'cancelled';
  return NOT_CANCELLABLE.includes(response.status) ? 'not-cancellable' : 'cancel-failed';
}

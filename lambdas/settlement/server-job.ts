import { dialectOf } from '../dialects/dialect-of.ts';
import { connect, type ServerDeps } from '../fhir-server/connect.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { type FailureRecord, type JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';
import { sourceNamed } from '../settings/sources.ts';

export type ServerJobDeps = ServerDeps & { log: Log };

/** When the source's settings want a job deleted; a source that is not in them cannot be asked. */
export const deletionOf = (
  { source }: Pick<JobRecord, 'source'>,
  { sources }: Pick<ServerJobDeps, 'sources'>,
): Source['deleteJob'] =>
  Object.hasOwn(sources, source) ? sourceNamed(sources, source).deleteJob : 'never';

/**
 * Whether somebody else kicked the job off, and the first export of its chain adopted it: then it is
 * theirs to delete. Nor is it known to be a job at all before its status has been read, as the address is
 * what somebody typed.
 */
export async function isSomebodyElses(
  { landingId }: Pick<JobRecord, 'landingId'>,
  storage: Storage,
): Promise<boolean> {
  const asked = await findRecord(exportKeys(landingId).request, RequestRecord, storage);
  return asked?.record.begin.kind === 'adopt';
}

/** A job that is gone is as good as deleted. */
const DELETED = [200, 202, 204, 404, 410];
/** The server has no DELETE, or not for us. */
const NOT_DELETABLE = [403, 405, 501];

/**
 * Deletes a job on the server, which cancels one that runs and frees the files of one that is finished
 * (rule 48, O5). Never throws: what became of the job is told.
 */
export async function deleteServerJob(
  job: JobRecord,
  state: 'running' | 'finished',
  deps: ServerJobDeps,
): Promise<FailureRecord['serverJob']> {
  if (job.job.kind !== 'running') return 'none';
  try {
    const { source, server } = connect(job.source, deps);
    if (!dialectOf(source).deletes[state]) return 'not-deletable';
    return await deleteJob(job.job.statusUrl, server);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('server-job.delete-failed', { exportId: job.exportId, error: name });
    return 'delete-failed';
  }
}

async function deleteJob(url: string, server: FhirServer): Promise<FailureRecord['serverJob']> {
  const response = await server('cancel', { method: 'DELETE', url });
  response.body.destroy();
  if (DELETED.includes(response.status)) return 'deleted';
  return NOT_DELETABLE.includes(response.status) ? 'not-deletable' : 'delete-failed';
}

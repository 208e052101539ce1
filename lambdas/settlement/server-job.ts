import { dialectOf } from '../dialects/dialects.ts';
import { connect, type FhirServer, type ServerDeps } from '../fhir-server/fhir-server.ts';
import type { CommitRecord } from '../lake/commit-records.ts';
import { type FailureRecord, JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { PagesRecord } from '../lake/plan-records.ts';
import { findRecord, readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';
import { sourceNamed } from '../settings/sources.ts';

type ServerJobDeps = ServerDeps & { storage: Storage; log: Log };

/** When the job is to be deleted by the source's `deleteJob`; a source that is no longer in the settings has no server to ask. */
export const deletionOf = (
  { source }: Pick<JobRecord, 'source'>,
  { sources }: Pick<ServerJobDeps, 'sources'>,
): Source['deleteJob'] =>
  Object.hasOwn(sources, source) ? sourceNamed(sources, source).deleteJob : 'never';

/**
 * Whether the job was adopted by the first export of its chain. Then whoever kicked it off deletes it;
 * and before its status has been read, the URL that somebody typed may not even be that of a job.
 */
async function isAdopted(
  { dataExportId }: Pick<JobRecord, 'dataExportId'>,
  storage: Storage,
): Promise<boolean> {
  const asked = await findRecord(exportKeys(dataExportId).request, RequestRecord, storage);
  return asked?.record.begin.kind === 'adopt';
}

/** 404 and 410: the job is gone already. */
const DELETED = [200, 202, 204, 404, 410];
/** The server has no DELETE, or does not allow it. */
const NOT_DELETABLE = [403, 405, 501];

/**
 * Deletes a job on the server: that cancels a running job and frees the files of a finished one
 * (rule 48). Never throws; the result says what became of the job.
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

/**
 * Errors of the way to the server or of the login, which say nothing of its job: it may run on and
 * finish, and the export is resumed (P4).
 */
const NOT_OF_THE_JOB = [
  'CredentialRefused',
  'LinkRefused',
  'NotABulkServer',
  'ServerBusy',
  'ServerUnavailable',
  'StatusMalformed',
];

/**
 * Settles the server's job of an export that was abandoned for that error. A running job is cancelled,
 * since nobody will fetch its files; it is kept if the server could not be asked about it. A finished job
 * is kept, so that the export can be resumed, unless the export was cancelled or `deleteJob` is
 * `on-failure`. Never deleted: an adopted job, a job that another export has resumed,
 * and a job that this export resumes and of which it has not read a page yet. Never throws.
 */
export async function settleServerJob(
  job: JobRecord,
  error: string,
  deps: ServerJobDeps,
): Promise<FailureRecord['serverJob']> {
  if (job.job.kind !== 'running') return 'none';
  const when = deletionOf(job, deps);
  if (when === 'never' || (await isAdopted(job, deps.storage))) return 'kept';
  const pages = await findRecord(exportKeys(job.exportId).pages, PagesRecord, deps.storage);
  if ((isResuming(job) && !pages) || (await isResumed(job, deps.storage))) return 'kept';
  const isFinished = pages?.record.cursor === null;
  const isResumable = isFinished ? error !== 'Cancelled' : NOT_OF_THE_JOB.includes(error);
  if (isResumable && when !== 'on-failure') return 'kept';
  return deleteServerJob(job, isFinished ? 'finished' : 'running', deps);
}

/** A resuming export lands its data under the id of the export it resumes. */
const isResuming = ({ exportId, dataExportId }: JobRecord) => dataExportId !== exportId;

const isResumed = async ({ exportId }: JobRecord, storage: Storage): Promise<boolean> =>
  (await storage.read(exportKeys(exportId).resumed)) !== undefined;

/**
 * Deletes the server's job after publication (rule 48), if `deleteJob` allows it. An adopted job is kept:
 * whoever kicked it off may still need it. Never fails a publication.
 */
export async function releaseServerJob(commit: CommitRecord, deps: ServerJobDeps): Promise<void> {
  const { exportId } = commit;
  if (deletionOf(commit, deps) === 'never') return;
  if (await isAdopted(commit, deps.storage)) return;
  const job = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const serverJob = await deleteServerJob(job, 'finished', deps);
  deps.log.info('publish.server-job', { exportId, serverJob });
}

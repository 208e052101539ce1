import { dialectOf } from '../dialects/dialect-of.ts';
import { connect, type ServerDeps } from '../fhir-server/connect.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import type { CommitRecord } from '../lake/commit-record.ts';
import { type FailureRecord, JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { PagesRecord } from '../lake/pages-record.ts';
import { findRecord, readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';
import { sourceNamed } from '../settings/sources.ts';

type ServerJobDeps = ServerDeps & { storage: Storage; log: Log };

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
async function isSomebodyElses(
  { dataExportId }: Pick<JobRecord, 'dataExportId'>,
  storage: Storage,
): Promise<boolean> {
  const asked = await findRecord(exportKeys(dataExportId).request, RequestRecord, storage);
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

/**
 * What becomes of the server's job when its export is given up. One that runs is cancelled, since
 * nobody will fetch what it makes (O5); one that is finished is kept, so that the export can be resumed,
 * unless somebody cancelled it or the source's settings want it gone. Never deleted is a job that
 * somebody else kicked off, one that another export goes on with, and one that this export was to go on
 * with, before its server has told a page of it. Whatever the server answers, it is told and not thrown.
 */
export async function settleServerJob(
  job: JobRecord,
  cancelled: boolean,
  deps: ServerJobDeps,
): Promise<FailureRecord['serverJob']> {
  if (job.job.kind !== 'running') return 'none';
  const when = deletionOf(job, deps);
  if (when === 'never' || (await isSomebodyElses(job, deps.storage))) return 'kept';
  const pages = await findRecord(exportKeys(job.exportId).pages, PagesRecord, deps.storage);
  if ((isResuming(job) && !pages) || (await isResumed(job, deps.storage))) return 'kept';
  const isFinished = pages?.record.cursor === null;
  if (isFinished && !cancelled && when !== 'on-failure') return 'kept';
  return deleteServerJob(job, isFinished ? 'finished' : 'running', deps);
}

/** An export that resumes lands where another one began. */
const isResuming = ({ exportId, dataExportId }: JobRecord) => dataExportId !== exportId;

const isResumed = async ({ exportId }: JobRecord, storage: Storage): Promise<boolean> =>
  (await storage.read(exportKeys(exportId).resumed)) !== undefined;

/**
 * Tells the server that its job is done with, now that the data is durable (rule 48), where the source's
 * settings want that; not of a job that was adopted, which whoever kicked it off may still need. Never
 * fails a publication.
 */
export async function releaseServerJob(commit: CommitRecord, deps: ServerJobDeps): Promise<void> {
  const { exportId } = commit;
  if (deletionOf(commit, deps) === 'never') return;
  if (await isSomebodyElses(commit, deps.storage)) return;
  const job = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const serverJob = await deleteServerJob(job, 'finished', deps);
  deps.log.info('publish.server-job', { exportId, serverJob });
}

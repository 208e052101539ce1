import type { FailureRecord, JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { PagesRecord } from '../lake/pages-record.ts';
import { findRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { deleteServerJob, deletionOf, isSomebodyElses, type ServerJobDeps } from './server-job.ts';

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
  deps: ServerJobDeps & { storage: Storage },
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
const isResuming = ({ exportId, landingId }: JobRecord) => landingId !== exportId;

const isResumed = async ({ exportId }: JobRecord, storage: Storage): Promise<boolean> =>
  (await storage.read(exportKeys(exportId).resumed)) !== undefined;

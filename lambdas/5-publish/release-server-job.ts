import { exportKeys } from '../shared/keys.ts';
import type { CommitRecord } from '../shared/records/commit-record.ts';
import { JobRecord } from '../shared/records/export-records.ts';
import { readRecord } from '../shared/records/record.ts';
import { deleteServerJob, deletionOf, isSomebodyElses } from '../shared/server-job.ts';
import type { PublishDeps } from './publish.ts';

/**
 * Tells the server that its job is done with, now that the data is durable (rule 48), where the source's
 * settings want that; not of a job that was adopted, which whoever kicked it off may still need. Never
 * fails a publication.
 */
export async function releaseServerJob(commit: CommitRecord, deps: PublishDeps): Promise<void> {
  const { exportId } = commit;
  if (deletionOf(commit, deps) === 'never') return;
  if (await isSomebodyElses(commit, deps.storage)) return;
  const job = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const serverJob = await deleteServerJob(job, 'finished', deps);
  deps.log.info('publish.server-job', { exportId, serverJob });
}

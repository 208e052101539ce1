import type { CommitRecord } from '../lake/commit-record.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { readRecord } from '../lake/record.ts';
import type { SettlementDeps } from './finish-publication.ts';
import { deleteServerJob, deletionOf, isSomebodyElses } from './server-job.ts';

/**
 * Tells the server that its job is done with, now that the data is durable (rule 48), where the source's
 * settings want that; not of a job that was adopted, which whoever kicked it off may still need. Never
 * fails a publication.
 */
export async function releaseServerJob(commit: CommitRecord, deps: SettlementDeps): Promise<void> {
  const { exportId } = commit;
  if (deletionOf(commit, deps) === 'never') return;
  if (await isSomebodyElses(commit, deps.storage)) return;
  const job = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const serverJob = await deleteServerJob(job, 'finished', deps);
  deps.log.info('publish.server-job', { exportId, serverJob });
}

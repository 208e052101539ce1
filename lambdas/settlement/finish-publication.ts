import type { ServerDeps } from '../fhir-server/fhir-server.ts';
import type { Catalog } from '../lake/catalog.ts';
import { CommitRecord } from '../lake/commit-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { releaseLease } from '../lake/lease.ts';
import { isLanded, isQuarantined, quarantineSummary } from '../lake/receipt-records.ts';
import { readRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Announcer } from '../workflow/announcer.ts';
import type { Published } from '../workflow/events.ts';
import { moveLastCommit } from './move-last-commit.ts';
import { register } from './register.ts';
import { releaseServerJob } from './server-job.ts';

export type SettlementDeps = ServerDeps & {
  storage: Storage;
  catalog: Catalog;
  announcer: Announcer;
  clock: Clock;
  log: Log;
};

/**
 * Publishes an export after the decision to publish: commits it, registers its partitions, announces it,
 * and releases the server's job and the lease. Every step is idempotent: if a call dies, the next one, in
 * Publish or in Clean up, finishes.
 */
export async function finishPublication(
  draft: CommitRecord,
  deps: SettlementDeps,
): Promise<Published> {
  const { storage } = deps;
  const committed = await commit(draft, storage);
  await register(committed, deps);
  await moveLastCommit(committed, storage);
  await announce(committed, deps);
  await releaseServerJob(committed, deps);
  await releaseLease(committed, storage);
  return published(committed);
}

/** An EventBridge event holds 256 KiB at most. */
const MAX_QUARANTINED_ANNOUNCED = 10;

async function announce(committed: CommitRecord, { announcer, log }: SettlementDeps) {
  const { exportId, source, transactionTime, bytes, lines, complete } = committed;
  const { files, quarantinedFiles } = countsOf(committed);
  const quarantined = quarantineSummary(committed.files)
    .slice(0, MAX_QUARANTINED_ANNOUNCED)
    .map(({ key, problem }) => ({ key, problem }));
  const about = { exportId, source, transactionTime, files, complete };
  const detail = { ...about, quarantinedFiles, quarantined };
  await announcer.announce({ detailType: 'Export published', detail });
  log.count('PublishedFiles', files);
  log.count('PublishedLines', lines);
  if (!complete) log.count('PartialExports', 1);
  if (quarantinedFiles > 0) log.count('QuarantinedFiles', quarantinedFiles);
  if (committed.attachments) log.count('FailedAttachments', committed.attachments.failed);
  const result = { exportId, source, files, quarantinedFiles, bytes, lines, complete };
  log.info('publish.done', result);
}

function published(committed: CommitRecord): Published {
  const { transactionTime, bytes, lines, complete } = committed;
  return { kind: 'published', transactionTime, ...countsOf(committed), bytes, lines, complete };
}

const countsOf = ({ files }: CommitRecord) => ({
  files: files.filter(isLanded).length,
  quarantinedFiles: files.filter(isQuarantined).length,
});

/**
 * Writes `commit.json` and returns it. From then on the export exists. If an earlier call wrote it, that
 * record counts.
 */
async function commit(draft: CommitRecord, storage: Storage): Promise<CommitRecord> {
  const key = exportKeys(draft.exportId).commit;
  const put = await writeRecord(key, draft, storage, { kind: 'if-absent' });
  return put === 'stored' ? draft : readRecord(key, CommitRecord, storage);
}

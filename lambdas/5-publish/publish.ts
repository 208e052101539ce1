import type { ServerDeps } from '../fhir-server/connect.ts';
import type { Catalog } from '../lake/catalog.ts';
import type { CommitRecord } from '../lake/commit-record.ts';
import { releaseLease } from '../lake/lease.ts';
import { quarantinedIn } from '../lake/quarantined.ts';
import { isLanded, isQuarantined } from '../lake/receipt-records.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import { ExportAbandoned } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { commit } from '../settlement/commit.ts';
import { decide } from '../settlement/decision.ts';
import { moveLastCommit } from '../settlement/move-last-commit.ts';
import { register } from '../settlement/register.ts';
import { releaseServerJob } from '../settlement/release-server-job.ts';
import type { Announcer } from '../workflow/announcer.ts';
import type { PublishEvent, Published } from '../workflow/workflow.ts';
import { draftCommit } from './draft-commit.ts';

export type PublishDeps = ServerDeps & {
  storage: Storage;
  catalog: Catalog;
  announcer: Announcer;
  clock: Clock;
  log: Log;
};

/**
 * Makes a whole export visible, or refuses it. From the decision on there is no way back: a call that
 * dies in between is finished by the next one, here or in Clean up. Throws PublishRefused, and
 * ExportAbandoned where the export was given up first (O7).
 */
export async function publish(
  { exportId }: Pick<PublishEvent, 'exportId'>,
  deps: PublishDeps,
): Promise<Published> {
  const { storage } = deps;
  const draft = await draftCommit(exportId, deps);
  if ((await decide(exportId, 'publish', storage)) === 'abandon')
    throw new ExportAbandoned(`export ${exportId} was given up before it was published`);
  const committed = await commit(draft, storage);
  await register(committed, deps);
  await moveLastCommit(committed, storage);
  await announce(committed, deps);
  await releaseServerJob(committed, deps);
  await releaseLease(committed, storage);
  return published(committed);
}

/** An event has room for 256 KiB. */
const MAX_QUARANTINED_TOLD = 10;

async function announce(committed: CommitRecord, { announcer, log }: PublishDeps) {
  const { exportId, source, transactionTime, bytes, lines, complete } = committed;
  const { files, quarantinedFiles } = countsOf(committed);
  const quarantined = quarantinedIn(committed.files)
    .slice(0, MAX_QUARANTINED_TOLD)
    .map(({ key, problem }) => ({ key, problem }));
  const about = { exportId, source, transactionTime, files, complete };
  const detail = { ...about, quarantinedFiles, quarantined };
  await announcer.announce({ detailType: 'Export published', detail });
  log.count('PublishedFiles', files);
  log.count('PublishedLines', lines);
  if (!complete) log.count('PartialExports', 1);
  if (quarantinedFiles > 0) log.count('QuarantinedFiles', quarantinedFiles);
  if (committed.attachments) log.count('FailedAttachments', committed.attachments.failed);
  const told = { exportId, source, files, quarantinedFiles, bytes, lines, complete };
  log.info('publish.done', told);
}

function published(committed: CommitRecord): Published {
  const { transactionTime, bytes, lines, complete } = committed;
  return { kind: 'published', transactionTime, ...countsOf(committed), bytes, lines, complete };
}

const countsOf = ({ files }: CommitRecord) => ({
  files: files.filter(isLanded).length,
  quarantinedFiles: files.filter(isQuarantined).length,
});

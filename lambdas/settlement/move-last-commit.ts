import type { CommitRecord } from '../lake/commit-record.ts';
import { scopeKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import { LastCommitRecord } from '../lake/scope-records.ts';
import type { Storage } from '../lake/storage.ts';

/**
 * Lets the next incremental export of the scope begin where this one ends. Only forwards, and only
 * where no gap would be left behind: an export does not count that was asked to begin later than the
 * last one ended, to end before the server's time, or to begin anywhere for a group whose members have
 * changed since (W6); nor one that is not complete, by the server's own words (M11) or since a file is
 * quarantined. Of a publication it also moves where the time stands still and another page is to be asked
 * next, as after a chain that was closed.
 */
export async function moveLastCommit(commit: CommitRecord, storage: Storage): Promise<void> {
  if (!commit.complete || !commit.continuable) return;
  const key = scopeKeys(commit.source, commit.scope).lastCommit;
  const found = await findRecord(key, LastCommitRecord, storage);
  if (!continues(commit, found?.record)) return;
  const { exportId, transactionTime, membership, publicationCursor } = commit;
  const condition = found
    ? { kind: 'if-match' as const, etag: found.etag }
    : { kind: 'if-absent' as const };
  const record = {
    exportId,
    transactionTime,
    membership,
    ...(publicationCursor && { publicationCursor }),
  };
  const put = await writeRecord(key, record, storage, condition);
  if (put === 'refused') await moveLastCommit(commit, storage);
}

/** Whether a commit goes on from the last one of its scope, or begins from nothing. */
export function continues(
  {
    since,
    transactionTime,
    membership,
    publicationCursor,
  }: Pick<CommitRecord, 'since' | 'transactionTime' | 'membership' | 'publicationCursor'>,
  last: LastCommitRecord | undefined,
): boolean {
  if (!last) return since === null;
  const lastTime = Date.parse(last.transactionTime);
  const sameMembers = membership === last.membership;
  const leavesNoGap = since === null || (sameMembers && Date.parse(since) <= lastTime);
  const movesOn =
    publicationCursor !== undefined && publicationCursor.page !== last.publicationCursor?.page;
  const time = Date.parse(transactionTime);
  return leavesNoGap && (time > lastTime || (time === lastTime && movesOn));
}

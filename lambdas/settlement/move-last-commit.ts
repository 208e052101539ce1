import type { CommitRecord } from '../lake/commit-records.ts';
import { scopeKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import { LastCommitRecord } from '../lake/scope-records.ts';
import type { Storage } from '../lake/storage.ts';

/**
 * Records where the next incremental export of the scope starts. The record moves only forwards, and
 * only if that leaves no gap. An export does not move it if it started later than the last one ended,
 * if it ended before the server's transaction time, if the members of its group have changed (W6), or
 * if it is not complete: the server reported errors, or a file is quarantined. For a publication it
 * also moves if the transaction time stays the same but the cursor names another page.
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

/** Whether a commit continues the last one of its scope, or is a full export and the first. */
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

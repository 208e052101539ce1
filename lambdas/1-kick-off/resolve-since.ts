import type { LastCommitRecord } from '../lake/scope-records.ts';
import type { ExportRequest } from '../settings/export-request.ts';

/**
 * The `_since` of an export; null: a full one. An instant that was asked for wins; an incremental
 * export goes on from the last commit of its scope, with the server's own time (invariant 2, K12).
 * Changed membership, or membership that is not known, makes it a full one, since a new member's older
 * data would be missed (W6).
 */
export function resolveSince(
  request: Pick<ExportRequest, 'mode' | 'since' | 'level'>,
  lastCommit: LastCommitRecord | undefined,
  membership: string | null,
): string | null {
  if (request.since !== undefined) return request.since;
  if (request.mode === 'full' || !lastCommit) return null;
  if (request.level === 'group' && membership === null) return null;
  return lastCommit.membership === membership ? lastCommit.transactionTime : null;
}

import type { Clock } from '../runtime/clock.ts';
import { scopeKeys } from './keys.ts';
import { findRecord, writeRecord } from './record.ts';
import { LeaseRecord } from './scope-records.ts';
import type { Storage } from './storage.ts';

/** Who asks for the lease of which scope. */
export type LeaseClaim = { source: string; scope: string; exportId: string; executionArn: string };

/** The claimant has the lease, or another export holds it. */
type LeaseResult =
  | { kind: 'acquired' }
  | { kind: 'held'; exportId: string; executionArn: string; since: Date };

type LeaseDeps = { storage: Storage; clock: Clock };

/**
 * Acquires the lease of a scope by a conditional write: one export at a time per source and scope. The
 * same export may acquire it again.
 */
export async function acquireLease(claim: LeaseClaim, deps: LeaseDeps): Promise<LeaseResult> {
  const found = await findRecord(leaseKey(claim), LeaseRecord, deps.storage);
  if (found?.record.kind === 'held')
    return found.record.exportId === claim.exportId
      ? { kind: 'acquired' }
      : {
          kind: 'held',
          exportId: found.record.exportId,
          executionArn: found.record.executionArn,
          since: new Date(found.record.since),
        };
  return writeLease(claim, found?.etag, deps);
}

/** Writes the lease over the version with that ETag, or over none; starts again if another write won. */
async function writeLease(
  claim: LeaseClaim,
  etag: string | undefined,
  deps: LeaseDeps,
): Promise<LeaseResult> {
  const { exportId, executionArn } = claim;
  const since = deps.clock.now().toISOString();
  const record: LeaseRecord = { kind: 'held', exportId, executionArn, since };
  const condition = etag ? { kind: 'if-match' as const, etag } : { kind: 'if-absent' as const };
  const put = await writeRecord(leaseKey(claim), record, deps.storage, condition);
  return put === 'stored' ? { kind: 'acquired' } : acquireLease(claim, deps);
}

/** Frees the lease if that export holds it. */
export async function releaseLease(
  claim: Omit<LeaseClaim, 'executionArn'>,
  storage: Storage,
): Promise<void> {
  const found = await findRecord(leaseKey(claim), LeaseRecord, storage);
  if (found?.record.kind !== 'held' || found.record.exportId !== claim.exportId) return;
  const record: LeaseRecord = { kind: 'free', lastExportId: claim.exportId };
  await writeRecord(leaseKey(claim), record, storage, { kind: 'if-match', etag: found.etag });
}

const leaseKey = (claim: { source: string; scope: string }) =>
  scopeKeys(claim.source, claim.scope).lease;

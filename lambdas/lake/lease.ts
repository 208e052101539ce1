import type { Clock } from '../runtime/clock.ts';
import { scopeKeys } from './keys.ts';
import { findRecord, writeRecord } from './record.ts';
import { LeaseRecord } from './scope-records.ts';
import type { Storage } from './storage.ts';

/** Whose lease it is, and of what. */
export type LeaseClaim = { source: string; scope: string; exportId: string; executionArn: string };

/** Takes the lease of a scope if it is free: whether it is ours now, or whose it is. */
export type Leased =
  | { kind: 'ours' }
  | { kind: 'held'; exportId: string; executionArn: string; since: Date };

type LeaseDeps = { storage: Storage; clock: Clock };

/**
 * One export at a time per source and scope, decided by S3's conditional writes. Asking twice for the
 * same export is fine.
 */
export async function acquireLease(claim: LeaseClaim, deps: LeaseDeps): Promise<Leased> {
  const found = await findRecord(leaseKey(claim), LeaseRecord, deps.storage);
  if (found?.record.kind === 'held')
    return found.record.exportId === claim.exportId
      ? { kind: 'ours' }
      : {
          kind: 'held',
          exportId: found.record.exportId,
          executionArn: found.record.executionArn,
          since: new Date(found.record.since),
        };
  return takeLease(claim, found?.etag, deps);
}

/** Takes the lease that was seen with that ETag, or that was not there; asks anew where another won. */
async function takeLease(
  claim: LeaseClaim,
  etag: string | undefined,
  deps: LeaseDeps,
): Promise<Leased> {
  const { exportId, executionArn } = claim;
  const since = deps.clock.now().toISOString();
  const record: LeaseRecord = { kind: 'held', exportId, executionArn, since };
  const condition = etag ? { kind: 'if-match' as const, etag } : { kind: 'if-absent' as const };
  const put = await writeRecord(leaseKey(claim), record, deps.storage, condition);
  return put === 'stored' ? { kind: 'ours' } : acquireLease(claim, deps);
}

/** Frees the lease if that export holds it; otherwise it is left alone. */
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

import { scopeKeys } from '../lake/keys.ts';
import { findRecord } from '../lake/record.ts';
import { LeaseRecord } from '../lake/scope-records.ts';
import type { ApiDeps } from './api-deps.ts';

/**
 * The export that holds the scope's lease, if its execution runs. One that died holding the lease is
 * in nobody's way: the next export's Kick off settles it (O4).
 */
export async function runningExport(
  source: string,
  scope: string,
  { storage, executions }: Pick<ApiDeps, 'storage' | 'executions'>,
): Promise<string | undefined> {
  const lease = await findRecord(scopeKeys(source, scope).lease, LeaseRecord, storage);
  if (lease?.record.kind !== 'held') return undefined;
  const holder = await executions.describe(lease.record.exportId);
  return holder?.status === 'RUNNING' ? lease.record.exportId : undefined;
}

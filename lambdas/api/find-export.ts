import { CommitRecord } from '../lake/commit-records.ts';
import {
  FailureRecord,
  ProgressRecord,
  RequestRecord,
  WaitRecord,
} from '../lake/export-records.ts';
import { ExportId, exportKeys, scopeKeys } from '../lake/keys.ts';
import { PlanRecord } from '../lake/plan-records.ts';
import { findRecord } from '../lake/record.ts';
import { LeaseRecord } from '../lake/scope-records.ts';
import type { Storage } from '../lake/storage.ts';
import type { Execution } from '../workflow/executions.ts';
import type { ApiDeps } from './api.ts';

/** All that is known of one export; a record that is undefined has not been written. */
export type FoundExport = {
  id: string;
  /** Step Functions forgets an execution 90 days after its end. */
  execution: Execution | undefined;
  records: ExportRecords;
  /** Finished units of download work, counted between plan and commit. */
  unitsDone: number;
};

type ExportRecords = Awaited<ReturnType<typeof readRecords>>;

/** The export of that id; undefined if there is none. */
export async function findExport(
  id: string,
  { storage, executions }: Pick<ApiDeps, 'storage' | 'executions'>,
): Promise<FoundExport | undefined> {
  if (!ExportId.safeParse(id).success) return undefined;
  const [execution, records] = await Promise.all([
    executions.describe(id),
    readRecords(id, storage),
  ]);
  if (!execution && Object.values(records).every((record) => record === undefined))
    return undefined;
  const isDownloading = records.plan !== undefined && records.commit === undefined;
  const unitsDone = isDownloading ? await countReceipts(id, storage) : 0;
  return { id, execution, records, unitsDone };
}

async function readRecords(id: string, storage: Storage) {
  const keys = exportKeys(id);
  const [request, progress, wait, plan, commit, failure] = await Promise.all([
    findRecord(keys.request, RequestRecord, storage),
    findRecord(keys.progress, ProgressRecord, storage),
    findRecord(keys.wait, WaitRecord, storage),
    findRecord(keys.plan, PlanRecord, storage),
    findRecord(keys.commit, CommitRecord, storage),
    findRecord(keys.failure, FailureRecord, storage),
  ]);
  return {
    request: request?.record,
    progress: progress?.record,
    wait: wait?.record,
    plan: plan?.record,
    commit: commit?.record,
    failure: failure?.record,
  };
}

/** One object per unit: a listing counts them, a thousand a page, and reads none. */
async function countReceipts(id: string, storage: Storage): Promise<number> {
  const { receipts, inheritedReceipts } = exportKeys(id);
  let units = 0;
  for await (const { key } of storage.list(receipts)) if (key !== inheritedReceipts) units += 1;
  return units;
}

/**
 * The export that holds the scope's lease, if its execution runs. One that died with the lease stops
 * nothing: Kick off of the next export settles it.
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

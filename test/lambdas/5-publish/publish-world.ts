import assert from 'node:assert/strict';
import { publish } from '../../../lambdas/5-publish/publish.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { dataKey, typePrefix } from '../../../lambdas/lake/keys.ts';
import { isOutput, type LandedType } from '../../../lambdas/lake/landed-type.ts';
import { acquireLease } from '../../../lambdas/lake/lease.ts';
import type { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import type { IssueCounts, Receipt, StoredObject } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { aJob, aPlan, aRequestRecord, EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { aReceipt } from '../../fakes/receipts.ts';
import type { Routes } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

type World = {
  types?: LandedType[];
  job?: Partial<JobRecord>;
  plan?: Partial<PlanRecord>;
  source?: Source;
  routes?: Routes;
  /** What the outcomes tell of, where some have landed. */
  issues?: Partial<IssueCounts>;
  /** Files, by their index, whose objects are not there. */
  absent?: readonly number[];
};

/** An export whose files have landed in units of two, one of each type in turn. */
export async function publishWorld({
  types = ['Patient', 'Condition', 'Claim'],
  job = {},
  plan = {},
  issues = {},
  absent = [],
  ...server
}: World = {}) {
  const deps = stepDeps(server);
  const { storage } = deps;
  const theJob = aJob(job);
  const receipts = types.map((type, i) => {
    const key = dataKey(typePrefix(type, EXPORT_DATE, theJob.dataExportId), i + 1);
    const receipt = aReceipt({ index: i + 1, type, key, bytes: 5, lines: i + 1 });
    return type === 'bulk_outcome' ? { ...receipt, issues: { ...NO_ISSUES, ...issues } } : receipt;
  });
  for (const { objects } of receipts.filter(({ index }) => !absent.includes(index)))
    for (const { key } of objects) await storage.put(key, 'bytes');
  const units = await writeReceipts(receipts, storage);
  await writeRecord(keys.request, aRequestRecord({ request: theJob.request }), storage);
  await writeRecord(keys.job, theJob, storage);
  await writeRecord(keys.plan, aPlan({ files: receipts.length, units, ...plan }), storage);
  await acquireLease({ ...theJob, executionArn: 'arn' }, deps);
  return {
    ...deps,
    receipts,
    /** The one that the n-th file is stored as. */
    objectOf: (index: number) => objectOf(receipts[index - 1]),
    scope: theJob.scope,
    /** Lines of the resources among the files. */
    lines: receipts.reduce((sum, { type, lines }) => sum + (isOutput(type) ? lines : 0), 0),
    publish: () => publish({ exportId: EXPORT_ID }, deps),
    json: async (key: string) => JSON.parse((await storage.read(key))?.text ?? 'null'),
  };
}

function objectOf(receipt: Receipt | undefined): StoredObject {
  const [object] = receipt?.kind === 'landed' ? receipt.objects : [];
  assert.ok(object);
  return object;
}

const NO_ISSUES: IssueCounts = { fatal: 0, error: 0, warning: 0, information: 0 };

/** Writes receipts as downloads end: the last unit first, its files in any order. Returns the number of units. */
async function writeReceipts(
  receipts: readonly Receipt[],
  storage: ReturnType<typeof stepDeps>['storage'],
): Promise<number> {
  const units = Math.ceil(receipts.length / 2);
  for (let unit = units; unit >= 1; unit -= 1) {
    const landed = receipts.slice(2 * (unit - 1), 2 * unit).reverse();
    await writeRecord(keys.unitReceipts(unit), { unit, receipts: landed }, storage);
  }
  return units;
}

export type PublishWorld = Awaited<ReturnType<typeof publishWorld>>;

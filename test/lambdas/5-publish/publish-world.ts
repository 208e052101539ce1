import { publish } from '../../../lambdas/5-publish/publish.ts';
import { dataKey, typePrefix } from '../../../lambdas/shared/keys.ts';
import { acquireLease } from '../../../lambdas/shared/lease.ts';
import type { JobRecord, PlanRecord } from '../../../lambdas/shared/records/export-records.ts';
import { writeRecord } from '../../../lambdas/shared/records/record.ts';
import { aJob, aPlan, aReceipt, EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

type World = { types?: string[]; job?: Partial<JobRecord>; plan?: Partial<PlanRecord> };

/** An export whose files, one of each type in turn, have landed in units of two. */
export async function publishWorld({
  types = ['Patient', 'Condition', 'Claim'],
  job = {},
  plan = {},
}: World = {}) {
  const deps = stepDeps();
  const { storage } = deps;
  const receipts = types.map((type, i) => {
    const key = dataKey(typePrefix(type, EXPORT_DATE, EXPORT_ID), i + 1);
    return aReceipt({ index: i + 1, type, key, bytes: 5, lines: i + 1 });
  });
  for (const { key } of receipts) await storage.put(key, 'bytes');
  const units = Math.ceil(receipts.length / 2);
  // As downloads end: the last unit first, and its files in any order.
  for (let unit = units; unit >= 1; unit -= 1) {
    const landed = receipts.slice(2 * (unit - 1), 2 * unit).reverse();
    await writeRecord(keys.unitReceipts(unit), { unit, receipts: landed }, storage);
  }
  const theJob = aJob(job);
  await writeRecord(keys.request, { source: 'acme', request: theJob.request }, storage);
  await writeRecord(keys.job, theJob, storage);
  await writeRecord(keys.plan, aPlan({ files: receipts.length, units, ...plan }), storage);
  await acquireLease({ ...theJob, executionArn: 'arn' }, deps);
  return {
    ...deps,
    receipts,
    scope: theJob.scope,
    publish: () => publish({ exportId: EXPORT_ID }, deps),
    json: async (key: string) => JSON.parse((await storage.read(key))?.text ?? 'null'),
  };
}

export type PublishWorld = Awaited<ReturnType<typeof publishWorld>>;

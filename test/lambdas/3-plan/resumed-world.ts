import { dataKey, exportKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import type { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import type { Receipt } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { aPlan, aRequest, aSource, EXPORT_DATE, keys } from '../../fakes/builders.ts';
import { aReceipt } from '../../fakes/receipts.ts';
import { manifestOf, planWorld } from './plan-world.ts';

/** The export that failed first, under whose id all data lies. */
export const FAILED_ID = 'acme-earlier';

/** The receipt of the n-th file, where that export landed it. */
export const landed = (index: number, changes: Parameters<typeof aReceipt>[0] = {}) =>
  aReceipt({ index, key: fileKey(index), ...changes });

/** Key of the n-th file. */
export const fileKey = (index: number) =>
  dataKey(typePrefix('Patient', EXPORT_DATE, FAILED_ID), index);

export type Earlier = Partial<PlanRecord> & { receipts?: Receipt[][]; carried?: Receipt[] };

/** The papers of an export that planned three files and landed some, or had inherited them (`carried`). */
export async function leavePapers(
  exportId: string,
  { receipts = [], carried = [], ...plan }: Earlier,
  storage: Storage,
) {
  const failed = exportKeys(exportId);
  await writeRecord(failed.plan, aPlan({ files: 3, units: 3, ...plan }), storage);
  for (const [i, each] of receipts.entries())
    await writeRecord(failed.unitReceipts(i + 1), { unit: i + 1, receipts: each }, storage);
  await writeRecord(failed.inheritedReceipts, { unit: 0, receipts: carried }, storage);
}

/** The request of an export, and how it begins; that of another one unless it says so. */
export const leaveRequest = (begin: object, storage: Storage, requestKey = keys.request) =>
  writeRecord(requestKey, { source: 'acme', request: aRequest(), begin }, storage);

export const resuming = (exportId: string) => ({ kind: 'resume', exportId });

/** Three files, to be planned by an export that resumes one which has landed some of them. */
export async function resumedWorld(
  earlier: Earlier,
  { manifest = manifestOf(3), begin = resuming(FAILED_ID), hl7 = false }: World = {},
) {
  const source = aSource(hl7 ? { dialect: 'bulk-data' } : {});
  const world = await planWorld(manifest, { dataExportId: FAILED_ID }, source);
  const { storage, json } = world;
  await leaveRequest(begin, storage);
  await leavePapers(FAILED_ID, earlier, storage);
  return {
    ...world,
    /** Numbers of the files in those units. */
    async fetched(units: number, from = 1): Promise<number[]> {
      const records = Array.from({ length: units }, (_, i) => json(keys.unit(from + i)));
      const files: Receipt[] = (await Promise.all(records)).flatMap((unit) => unit.files);
      return files.map(({ index }) => index);
    },
  };
}

type World = { manifest?: string | string[]; begin?: object; hl7?: boolean };

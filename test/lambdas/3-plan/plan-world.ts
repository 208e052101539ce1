import { plan } from '../../../lambdas/3-plan/plan.ts';
import type { Page } from '../../../lambdas/3-plan/plan-files.ts';
import type { ManifestFile } from '../../../lambdas/dialects/dialect.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { dataKey, exportKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import type { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import type { Receipt } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import type { Planned } from '../../../lambdas/workflow/events.ts';
import {
  aJob,
  aManifest,
  aPlan,
  aRequest,
  aSource,
  BASE_URL,
  EXPORT_DATE,
  EXPORT_ID,
  keys,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';
import { aReceipt } from '../../fakes/receipts.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

/** Nothing is planned yet. */
export const NOTHING: Planned['plannedSoFar'] = { pages: 0, units: 0 };

type Cursor = { cursor?: string | null; expires?: string | null };

/** A job whose manifest has those pages, all of them unless a `cursor` says where the next one is. */
export async function planWorld(
  manifest: string | string[],
  job: Partial<JobRecord> = {},
  source = aSource(),
) {
  const deps = stepDeps({ source });
  const record = aJob(job);
  await writeRecord(keys.job, record, deps.storage);
  const first = record.job.kind === 'complete' ? record.job.manifestUrl : STATUS_URL;
  const store = async (texts: string[], { cursor = null, expires = null }: Cursor = {}) => {
    for (const [i, text] of texts.entries()) await deps.storage.put(keys.manifestPage(i + 1), text);
    const pages = texts.map((_, i) => ({ url: i === 0 ? first : `${first}/${i + 1}`, expires }));
    await writeRecord(keys.pages, { pages, cursor }, deps.storage);
  };
  await store([manifest].flat());
  return {
    ...deps,
    store,
    plan: (plannedSoFar = NOTHING) =>
      plan({ exportId: EXPORT_ID, source: 'acme', plannedSoFar }, deps),
    json: async (key: string) => JSON.parse((await deps.storage.read(key))?.text ?? 'null'),
  };
}

/** The keys that Plan wrote: all but the job and the manifest. */
export const writtenKeys = (objects: ReadonlyMap<string, unknown>) =>
  [...objects.keys()].filter((key) => key !== keys.job && !key.includes('/manifest/'));

/** A manifest of so many Patient files. */
export const manifestOf = (count: number, changes: object = {}) =>
  aManifest({
    output: Array.from({ length: count }, (_, i) => ({ type: 'Patient', file: `/f/${i}` })),
    ...changes,
  });

/** The destination of the files. */
export const destination = { source: aSource(), exportDate: EXPORT_DATE, dataExportId: EXPORT_ID };

/** One page of the manifest, with its files in `output` where they do not say otherwise. */
export const aPage = (page: number, files: Partial<ManifestFile>[]): Page => ({
  ...{ page, url: `${BASE_URL}/$export/job/${page}`, expires: null },
  manifest: {
    ...{ transactionTime: TRANSACTION_TIME, requiresAccessToken: true },
    files: files.map((file, i) => ({
      ...{ list: 'output', entry: i + 1, type: 'Patient', link: 'a' },
      ...file,
    })),
  },
});

/** The export that failed first, under whose id all data lies. */
export const FAILED_ID = 'acme-earlier';

/** The receipt of the n-th file, where that export landed it. */
export const landed = (index: number, changes: Parameters<typeof aReceipt>[0] = {}) =>
  aReceipt({ index, key: fileKey(index), ...changes });

/** Key of the n-th file. */
export const fileKey = (index: number) =>
  dataKey(typePrefix('Patient', EXPORT_DATE, FAILED_ID), index);

export type Earlier = Partial<PlanRecord> & { receipts?: Receipt[][]; carried?: Receipt[] };

/**
 * The records of an export that planned three files and landed some, or had inherited them (`carried`).
 */
async function leaveRecords(
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

/** The request of an export, and how it begins. */
export const leaveRequest = (begin: object, storage: Storage, requestKey = keys.request) =>
  writeRecord(requestKey, { source: 'acme', request: aRequest(), begin }, storage);

export const resuming = (exportId: string) => ({ kind: 'resume', exportId });

/** An export of three files that resumes one which has landed some of them. */
export async function resumedWorld(
  earlier: Earlier,
  { manifest = manifestOf(3), begin = resuming(FAILED_ID), hl7 = false }: ResumedWorld = {},
) {
  const source = aSource(hl7 ? { dialect: 'bulk-data' } : {});
  const world = await planWorld(manifest, { dataExportId: FAILED_ID }, source);
  const { storage, json } = world;
  await leaveRequest(begin, storage);
  await leaveRecords(FAILED_ID, earlier, storage);
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

type ResumedWorld = { manifest?: string | string[]; begin?: object; hl7?: boolean };

import { plan } from '../../../lambdas/3-plan/plan.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Planned } from '../../../lambdas/workflow/events.ts';
import { aJob, aManifest, aSource, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
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

/** What is written of a plan: everything but the job and the manifest. */
export const papersOf = (objects: ReadonlyMap<string, unknown>) =>
  [...objects.keys()].filter((key) => key !== keys.job && !key.includes('/manifest/'));

/** A manifest of so many files of patients. */
export const manifestOf = (count: number, changes: object = {}) =>
  aManifest({
    output: Array.from({ length: count }, (_, i) => ({ type: 'Patient', file: `/f/${i}` })),
    ...changes,
  });

import { cleanUp } from '../../../lambdas/clean-up/clean-up.ts';
import { scopeKeys } from '../../../lambdas/shared/keys.ts';
import { acquireLease } from '../../../lambdas/shared/lease.ts';
import type { Begin } from '../../../lambdas/shared/records/export-records.ts';
import type { PagesRecord } from '../../../lambdas/shared/records/pages-record.ts';
import { writeRecord } from '../../../lambdas/shared/records/record.ts';
import type { Source } from '../../../lambdas/shared/settings/source.ts';
import type { Failure } from '../../../lambdas/shared/workflow.ts';
import { aJob, anAsked, aSource, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

export const CANCEL = `DELETE ${STATUS_URL}`;
export const FAILURE = { Error: 'FileTruncated', Cause: 'the file ended before its end' };

type World = {
  answer?: Scripted | Scripted[];
  source?: Source;
  job?: ReturnType<typeof aJob> | null;
  /** The pages of the manifest that have been read; by default the job still runs. */
  pages?: PagesRecord;
  begin?: Begin;
};

/** An export that failed while the server's job was running. */
export async function cleanUpWorld({
  answer = { status: 202 },
  source = aSource(),
  job = aJob(),
  pages,
  begin = { kind: 'kick-off' },
}: World = {}) {
  const deps = stepDeps({ routes: { [CANCEL]: answer }, source });
  const { request, scope } = aJob();
  await writeRecord(keys.request, anAsked({ request, begin }), deps.storage);
  if (job) await writeRecord(keys.job, job, deps.storage);
  if (pages) await writeRecord(keys.pages, pages, deps.storage);
  await acquireLease({ source: 'acme', scope, exportId: EXPORT_ID, executionArn: 'arn' }, deps);
  const json = async (key: string) => JSON.parse((await deps.storage.read(key))?.text ?? 'null');
  return {
    ...deps,
    json,
    cleanUp: (failure: Failure = FAILURE) =>
      cleanUp({ exportId: EXPORT_ID, source: 'acme', failure }, deps),
    failure: () => json(keys.failure),
    lease: () => json(scopeKeys('acme', scope).lease),
  };
}

import type { Begin } from '../../../lambdas/lake/export-records.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { acquireLease } from '../../../lambdas/lake/lease.ts';
import type { PagesRecord } from '../../../lambdas/lake/plan-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import type { Failure } from '../../../lambdas/workflow/events.ts';
import {
  aJob,
  aRequestRecord,
  aSource,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

const CANCEL = `DELETE ${STATUS_URL}`;
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
  await writeRecord(keys.request, aRequestRecord({ request, begin }), deps.storage);
  if (job) await writeRecord(keys.job, job, deps.storage);
  if (pages) await writeRecord(keys.pages, pages, deps.storage);
  await acquireLease({ source: 'acme', scope, exportId: EXPORT_ID, executionArn: 'arn' }, deps);
  const json = async (key: string) => JSON.parse((await deps.storage.read(key))?.text ?? 'null');
  return {
    ...deps,
    json,
    cleanUp: (failure: Failure = FAILURE) =>
      settleExport({ exportId: EXPORT_ID, source: 'acme', failure }, deps),
    failure: () => json(keys.failure),
    lease: () => json(scopeKeys('acme', scope).lease),
  };
}

import type {
  DecisionRecord,
  FailureRecord,
  JobRecord,
} from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { aJob } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { kickOffWorld } from './kick-off-world.ts';

export const FAILED_ID = 'acme-20261121T030000Z-000001';

/** What is left of the export to be resumed; undefined: it never came so far. */
export type Failed = {
  decision?: DecisionRecord['decision'] | undefined;
  job?: Partial<JobRecord> | undefined;
  serverJob?: FailureRecord['serverJob'];
  resumedBy?: string;
};

/** An export that resumes one which failed with its job on the server, by default. */
export async function resumeWorld(failed: Failed = {}) {
  const { decision, job, serverJob, resumedBy } = {
    ...{ decision: 'abandon' as const, job: {}, serverJob: 'kept' as const },
    ...failed,
  };
  const world = await kickOffWorld({ begin: { kind: 'resume', exportId: FAILED_ID } });
  const keys = exportKeys(FAILED_ID);
  const write = (key: string, record: object) => writeRecord(key, record, world.storage);
  const failure = { name: 'FileRefused', message: '', failedAt: NOW, serverJob };
  const of = { exportId: FAILED_ID, dataExportId: FAILED_ID };
  const since = { since: '2026-11-20T00:00:00Z', membership: 'members' };
  if (job) await write(keys.job, aJob({ ...of, ...since, ...job }));
  if (decision) await decide(FAILED_ID, decision, world.storage);
  await write(keys.failure, failure);
  if (resumedBy) await write(keys.resumed, { by: resumedBy });
  return world;
}

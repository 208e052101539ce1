import { type PublishDeps, publish } from '../5-publish/publish.ts';
import { decide, wasCancelled } from '../shared/decision.ts';
import { exportKeys } from '../shared/keys.ts';
import { releaseLease } from '../shared/lease.ts';
import { type FailureRecord, JobRecord, RequestRecord } from '../shared/records/export-records.ts';
import { findRecord, writeRecord } from '../shared/records/record.ts';
import { scopeOf } from '../shared/scope.ts';
import type { Storage } from '../shared/storage.ts';
import type { CleanedUp, Failure } from '../shared/workflow.ts';
import { type CancelDeps, cancelServerJob } from './cancel-server-job.ts';
import type { Ended } from './clean-up-event.ts';
import { failureMessage } from './failure-message.ts';
import { firstFailure } from './first-failure.ts';

export type CleanUpDeps = PublishDeps & CancelDeps;

/**
 * Settles an export that did not end well: finishes it where its publication was decided already,
 * gives it up otherwise. Reached by a Catch, by the status-change event of an abort or time-out
 * (F3), and by the next export of the scope; running it again changes nothing.
 */
export async function cleanUp(event: Ended, deps: CleanUpDeps): Promise<CleanedUp> {
  const { exportId } = event;
  const decision = await decide(exportId, 'abandon', deps.storage);
  const failure = await reasonOf(event, deps.storage);
  if (decision === 'publish') {
    await publish({ exportId }, deps);
    return { kind: 'published', failure };
  }
  await giveUp({ ...event, failure }, deps);
  return { kind: 'failed', failure };
}

async function reasonOf({ exportId, failure }: Ended, storage: Storage): Promise<Failure> {
  if (await wasCancelled(exportId, storage))
    return { Error: 'Cancelled', Cause: 'the export was cancelled' };
  return firstFailure(exportId, failure, storage);
}

async function giveUp({ exportId, source, failure }: Ended, deps: CleanUpDeps) {
  const keys = exportKeys(exportId);
  const asked = await findRecord(keys.request, RequestRecord, deps.storage);
  const job = await findRecord(keys.job, JobRecord, deps.storage);
  const isNew = (await deps.storage.read(keys.failure)) === undefined;
  const serverJob = job && isNew ? await cancelServerJob(job.record, deps) : 'none';
  await abortUploads(exportId, deps);
  const of = source ?? asked?.record.source ?? 'unknown';
  if (isNew) await tell(exportId, of, failure, serverJob, deps);
  if (asked) await freeLease(exportId, asked.record, deps);
}

/** Open uploads cost money and hold patient data that nobody can see (S3). */
async function abortUploads(exportId: string, { storage }: CleanUpDeps) {
  for (const { key, uploadId } of await storage.openUploads('fhir/'))
    if (key.includes(`/export_id=${exportId}/`)) await storage.abortUpload(key, uploadId);
}

async function tell(
  exportId: string,
  source: string,
  failure: Failure,
  serverJob: FailureRecord['serverJob'],
  deps: CleanUpDeps,
) {
  const record: FailureRecord = {
    name: failure.Error,
    message: failureMessage(failure),
    failedAt: deps.clock.now().toISOString(),
    serverJob,
  };
  deps.log.count('FailedExports', 1);
  deps.log.error('clean-up.failed-export', { exportId, source, error: failure.Error, serverJob });
  const detail = { exportId, source, error: failure.Error };
  await deps.announcer.announce({ detailType: 'Export failed', detail });
  // Written last: a call that could not announce leaves it to the next one.
  await writeRecord(exportKeys(exportId).failure, record, deps.storage, { kind: 'if-absent' });
}

const freeLease = (
  exportId: string,
  { source, request }: RequestRecord,
  { storage }: CleanUpDeps,
): Promise<void> => releaseLease({ source, scope: scopeOf(source, request), exportId }, storage);

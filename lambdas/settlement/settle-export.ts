import { CommitRecord } from '../lake/commit-records.ts';
import { type FailureRecord, JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { releaseLease } from '../lake/lease.ts';
import { findRecord, readRecord, writeRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope-records.ts';
import type { Storage } from '../lake/storage.ts';
import { RecordInvalid } from '../runtime/errors.ts';
import type { CleanedUp, Failure } from '../workflow/events.ts';
import { decide, wasCancelled } from './decision.ts';
import { failureMessage, firstFailure } from './failure.ts';
import { finishPublication, type SettlementDeps } from './finish-publication.ts';
import { settleServerJob } from './server-job.ts';

/** An export whose execution has failed, and why. The status-change event does not name the source; the export's records do. */
export type EndedExport = { exportId: string; source?: string; failure: Failure };

/**
 * Settles an export whose execution failed: finishes its publication if that was decided, abandons it
 * otherwise. Called by a Catch, by the status-change event of an abort or time-out (F3), and by the next
 * export of the scope. Idempotent.
 */
export async function settleExport(event: EndedExport, deps: SettlementDeps): Promise<CleanedUp> {
  const { exportId } = event;
  const decision = await decide(exportId, 'abandon', deps.storage);
  const failure = await reasonOf(event, deps.storage);
  if (decision === 'publish') {
    const draft = await readRecord(exportKeys(exportId).commitDraft, CommitRecord, deps.storage);
    await finishPublication(draft, deps);
    return { kind: 'published', failure };
  }
  await abandon({ ...event, failure }, deps);
  return { kind: 'failed', failure };
}

async function reasonOf({ exportId, failure }: EndedExport, storage: Storage): Promise<Failure> {
  if (await wasCancelled(exportId, storage))
    return { Error: 'Cancelled', Cause: 'the export was cancelled' };
  return firstFailure(exportId, failure, storage);
}

async function abandon({ exportId, source, failure }: EndedExport, deps: SettlementDeps) {
  const keys = exportKeys(exportId);
  const request = await readable(findRecord(keys.request, RequestRecord, deps.storage));
  const job = await readable(findRecord(keys.job, JobRecord, deps.storage));
  const isNew = (await deps.storage.read(keys.failure)) === undefined;
  const serverJob = isNew ? await jobOf(job, failure.Error, deps) : 'none';
  await abortUploads(exportId, recordOf(job)?.dataExportId ?? exportId, deps);
  const requested = recordOf(request);
  const named = source ?? requested?.source ?? 'unknown';
  if (isNew) await reportFailure(exportId, named, failure, serverJob, deps);
  if (requested) await freeLease(exportId, requested, deps);
}

/** An unreadable record must not block the scope for ever: the export is settled without it. */
const readable = <Found>(found: Promise<Found>): Promise<Found | 'unreadable'> =>
  found.catch((error: unknown) => {
    if (error instanceof RecordInvalid) return 'unreadable' as const;
    throw error;
  });

type MaybeReadable<Of> = { record: Of } | 'unreadable' | undefined;

const recordOf = <Of>(found: MaybeReadable<Of>): Of | undefined =>
  found === 'unreadable' ? undefined : found?.record;

/** Behind an unreadable record there may be a job, which nobody can delete. */
async function jobOf(
  job: MaybeReadable<JobRecord>,
  error: string,
  deps: SettlementDeps,
): Promise<FailureRecord['serverJob']> {
  if (job === undefined) return 'none';
  const settled =
    job === 'unreadable' ? job : await readable(settleServerJob(job.record, error, deps));
  return settled === 'unreadable' ? 'delete-failed' : settled;
}

/**
 * Open multipart uploads cost money and hold patient data that no listing shows. Those of a resumed
 * export belong to the export that resumed it, which lands its data under the same prefix.
 */
async function abortUploads(exportId: string, dataExportId: string, { storage }: SettlementDeps) {
  if (await storage.read(exportKeys(exportId).resumed)) return;
  const quarantined = await storage.openUploads(exportKeys(exportId).quarantinePrefix);
  const all = await storage.openUploads('fhir/');
  const landing = all.filter(({ key }) => key.includes(`/export_id=${dataExportId}/`));
  for (const { key, uploadId } of [...quarantined, ...landing])
    await storage.abortUpload(key, uploadId);
}

async function reportFailure(
  exportId: string,
  source: string,
  failure: Failure,
  serverJob: FailureRecord['serverJob'],
  deps: SettlementDeps,
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
  // Written last: if the announcement fails, the next call repeats it.
  await writeRecord(exportKeys(exportId).failure, record, deps.storage, { kind: 'if-absent' });
}

const freeLease = (
  exportId: string,
  { source, request }: RequestRecord,
  { storage }: SettlementDeps,
): Promise<void> => releaseLease({ source, scope: scopeOf(source, request), exportId }, storage);

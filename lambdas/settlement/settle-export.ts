import { CommitRecord } from '../lake/commit-record.ts';
import { type FailureRecord, JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { releaseLease } from '../lake/lease.ts';
import { findRecord, readRecord, writeRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope.ts';
import type { Storage } from '../lake/storage.ts';
import { RecordInvalid } from '../runtime/errors.ts';
import type { CleanedUp, Failure } from '../workflow/workflow.ts';
import { decide, wasCancelled } from './decision.ts';
import { failureMessage, firstFailure } from './failure.ts';
import { finishPublication, type SettlementDeps } from './finish-publication.ts';
import { settleServerJob } from './server-job.ts';

/** An export whose execution has ended, and why. The status-change event knows no source; the export's records do. */
export type EndedExport = { exportId: string; source?: string; failure: Failure };

/**
 * Settles an export that did not end well: finishes it where its publication was decided already,
 * gives it up otherwise. Reached by a Catch, by the status-change event of an abort or time-out
 * (F3), and by the next export of the scope; running it again changes nothing.
 */
export async function settleExport(event: EndedExport, deps: SettlementDeps): Promise<CleanedUp> {
  const { exportId } = event;
  const decision = await decide(exportId, 'abandon', deps.storage);
  const failure = await reasonOf(event, deps.storage);
  if (decision === 'publish') {
    const draft = await readRecord(exportKeys(exportId).draft, CommitRecord, deps.storage);
    await finishPublication(draft, deps);
    return { kind: 'published', failure };
  }
  await giveUp({ ...event, failure }, deps);
  return { kind: 'failed', failure };
}

async function reasonOf({ exportId, failure }: EndedExport, storage: Storage): Promise<Failure> {
  if (await wasCancelled(exportId, storage))
    return { Error: 'Cancelled', Cause: 'the export was cancelled' };
  return firstFailure(exportId, failure, storage);
}

async function giveUp({ exportId, source, failure }: EndedExport, deps: SettlementDeps) {
  const keys = exportKeys(exportId);
  const asked = await legible(findRecord(keys.request, RequestRecord, deps.storage));
  const job = await legible(findRecord(keys.job, JobRecord, deps.storage));
  const isNew = (await deps.storage.read(keys.failure)) === undefined;
  const cancelled = failure.Error === 'Cancelled';
  const serverJob = isNew ? await jobOf(job, cancelled, deps) : 'none';
  await abortUploads(exportId, recordOf(job)?.dataExportId ?? exportId, deps);
  const request = recordOf(asked);
  const of = source ?? request?.source ?? 'unknown';
  if (isNew) await tell(exportId, of, failure, serverJob, deps);
  if (request) await freeLease(exportId, request, deps);
}

/** A paper that cannot be read must not hold the scope for good: what it says is done without. */
const legible = <Found>(found: Promise<Found>): Promise<Found | 'illegible'> =>
  found.catch((error: unknown) => {
    if (error instanceof RecordInvalid) return 'illegible' as const;
    throw error;
  });

type Legible<Of> = { record: Of } | 'illegible' | undefined;

const recordOf = <Of>(found: Legible<Of>): Of | undefined =>
  found === 'illegible' ? undefined : found?.record;

/** A job that is written down illegibly may be there, and cannot be deleted. */
async function jobOf(
  job: Legible<JobRecord>,
  cancelled: boolean,
  deps: SettlementDeps,
): Promise<FailureRecord['serverJob']> {
  if (job === undefined) return 'none';
  const settled =
    job === 'illegible' ? job : await legible(settleServerJob(job.record, cancelled, deps));
  return settled === 'illegible' ? 'delete-failed' : settled;
}

/**
 * Open uploads cost money and hold patient data that nobody can see (S3). Those of an export that was
 * resumed are by now the other's, which lands its data in the same place.
 */
async function abortUploads(exportId: string, dataExportId: string, { storage }: SettlementDeps) {
  if (await storage.read(exportKeys(exportId).resumed)) return;
  const quarantined = await storage.openUploads(exportKeys(exportId).quarantined);
  const all = await storage.openUploads('fhir/');
  const landing = all.filter(({ key }) => key.includes(`/export_id=${dataExportId}/`));
  for (const { key, uploadId } of [...quarantined, ...landing])
    await storage.abortUpload(key, uploadId);
}

async function tell(
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
  // Written last: a call that could not announce leaves it to the next one.
  await writeRecord(exportKeys(exportId).failure, record, deps.storage, { kind: 'if-absent' });
}

const freeLease = (
  exportId: string,
  { source, request }: RequestRecord,
  { storage }: SettlementDeps,
): Promise<void> => releaseLease({ source, scope: scopeOf(source, request), exportId }, storage);

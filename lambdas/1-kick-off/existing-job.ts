import { dialectOf } from '../dialects/dialects.ts';
import { originTrust, resolveLink } from '../fhir-server/links.ts';
import { FailureRecord, JobRecord, ResumedRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';

/** What is known before the job is: everything but since when, whose members, and the job itself. */
export type JobDraft = Omit<JobRecord, 'since' | 'membership' | 'job'>;

/**
 * A job that somebody else kicked off. Its status URL must be on the source's own API origin. The
 * request must give the job's `since`, or `mode` "full": otherwise the next incremental export would
 * begin at the wrong time. Plan compares the server's echo of the request as usual. Throws
 * SettingsInvalid, LinkRefused.
 */
export function adoptJob(draft: JobDraft, status: string, sources: Sources): JobRecord {
  const { request } = draft;
  const source = sourceNamed(sources, draft.source);
  if (dialectOf(source).serves === 'publication')
    throw new SettingsInvalid('adopt: the source serves a publication, which has no jobs');
  const statusUrl = resolveLink(status, source.baseUrl, source);
  if (originTrust(statusUrl, source) !== 'api')
    throw new SettingsInvalid('adopt: the status URL is not on an API origin of the source');
  if (request.since === undefined && request.mode !== 'full')
    throw new SettingsInvalid(
      'adopt: give the `since` of that job, or `mode` "full" if it exports everything',
    );
  return {
    ...draft,
    since: request.since ?? null,
    // The group's members at that kick-off are not known.
    membership: null,
    job: { kind: 'running', statusUrl, statusHeader: false },
  };
}

/**
 * The job of a failed export, without a new kick-off. Its data stays where it is, and only what is
 * missing is downloaded. An export is resumed once; after that, resume the export that resumed it.
 * Throws SettingsInvalid with the reason why it cannot be resumed.
 */
export async function resumeJob(
  draft: JobDraft,
  failedId: string,
  storage: Storage,
): Promise<JobRecord> {
  const keys = exportKeys(failedId);
  if ((await decisionOf(failedId, storage)) !== 'abandon')
    throw refused(failedId, 'it has not failed');
  const job = (await findRecord(keys.job, JobRecord, storage))?.record;
  if (!job) throw refused(failedId, 'it has no job on the server');
  if (job.scope !== draft.scope) throw refused(failedId, 'its request is of another scope');
  if (job.job.kind !== 'running')
    throw refused(failedId, 'the server answered its kick-off without a job');
  const failure = await findRecord(keys.failure, FailureRecord, storage);
  if (failure?.record.serverJob === 'deleted')
    throw refused(failedId, 'its job was deleted on the server');
  await claim(failedId, draft.exportId, storage);
  return { ...job, ...draft, dataExportId: job.dataExportId };
}

async function claim(failedId: string, by: string, storage: Storage) {
  const key = exportKeys(failedId).resumed;
  const earlier = await findRecord(key, ResumedRecord, storage);
  if (earlier?.record.by === by) return;
  if (earlier && !(await hadNoJob(earlier.record.by, storage)))
    throw refused(failedId, `${earlier.record.by} has resumed it already; resume that one`);
  const condition = earlier
    ? { kind: 'if-match' as const, etag: earlier.etag }
    : { kind: 'if-absent' as const };
  const put = await writeRecord(key, { by }, storage, condition);
  if (put === 'refused') await claim(failedId, by, storage);
}

/** An export that was abandoned before it had a job cannot be resumed itself, and so does not count. */
const hadNoJob = async (exportId: string, storage: Storage): Promise<boolean> =>
  (await decisionOf(exportId, storage)) === 'abandon' &&
  (await storage.read(exportKeys(exportId).job)) === undefined;

const refused = (exportId: string, why: string) =>
  new SettingsInvalid(`export ${exportId} cannot be resumed: ${why}; start a new export`);

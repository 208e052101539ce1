import { dialectOf } from '../dialects/dialect-of.ts';
import { originTrust, resolveLink } from '../fhir-server/links.ts';
import { FailureRecord, JobRecord, ResumedRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';
import type { JobDraft } from './start-job.ts';

/**
 * A job that somebody else kicked off. Its status must be on one of the source's own origins (P14).
 * Since when it exports, only the caller knows: it has to be said, or the next incremental export would
 * begin at the wrong place; the server's echo of the request is compared as always (M13). Throws
 * SettingsInvalid, LinkRefused.
 */
export function adoptJob(draft: JobDraft, status: string, sources: Sources): JobRecord {
  const { request } = draft;
  const source = sourceNamed(sources, draft.source);
  if (dialectOf(source).serves === 'publication')
    throw new SettingsInvalid('adopt: the source publishes for everybody, and has no jobs');
  const statusUrl = resolveLink(status, source.baseUrl, source);
  if (originTrust(statusUrl, source) !== 'api')
    throw new SettingsInvalid('adopt: the status URL is not on an origin of the source itself');
  if (request.since === undefined && request.mode !== 'full')
    throw new SettingsInvalid(
      'adopt: say since when that job exports, by `since`, or that it is a full one, by `mode` "full"',
    );
  return {
    ...draft,
    since: request.since ?? null,
    // Who was in the group at that kick-off is not known.
    membership: null,
    job: { kind: 'running', statusUrl, statusHeader: false },
  };
}

/**
 * The job of an export that failed, to go on with: no new kick-off, and its data stays where it is, so
 * that only what is missing is fetched. Each export is resumed once; whoever wants more resumes the
 * one that resumed it. Throws SettingsInvalid that says why it cannot be.
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
  if (!job) throw refused(failedId, 'it never came to a job on the server');
  if (job.scope !== draft.scope) throw refused(failedId, 'it was asked for something else');
  if (job.job.kind !== 'running') throw refused(failedId, 'the server keeps no job of it');
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
  if (earlier && !(await endedBeforeItBegan(earlier.record.by, storage)))
    throw refused(failedId, `${earlier.record.by} has resumed it already; resume that one`);
  const condition = earlier
    ? { kind: 'if-match' as const, etag: earlier.etag }
    : { kind: 'if-absent' as const };
  const put = await writeRecord(key, { by }, storage, condition);
  if (put === 'refused') await claim(failedId, by, storage);
}

/** One that was given up before it had a job cannot be resumed itself, and so does not count. */
const endedBeforeItBegan = async (exportId: string, storage: Storage): Promise<boolean> =>
  (await decisionOf(exportId, storage)) === 'abandon' &&
  (await storage.read(exportKeys(exportId).job)) === undefined;

const refused = (exportId: string, why: string) =>
  new SettingsInvalid(`export ${exportId} cannot be resumed: ${why}; start a new export`);

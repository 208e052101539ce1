import { dialectOf } from '../dialects/dialects.ts';
import { connect, type ServerDeps } from '../fhir-server/fhir-server.ts';
import { readRetryAfter } from '../fhir-server/time-headers.ts';
import type { JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys, scopeKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import { LastCommitRecord } from '../lake/scope-records.ts';
import type { Storage } from '../lake/storage.ts';
import { storeKickOffManifest } from '../manifest/pages.ts';
import type { Clock } from '../runtime/clock.ts';
import { ServerBusy } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { deleteServerJob, deletionOf } from '../settlement/server-job.ts';
import { adoptJob, type JobDraft, resumeJob } from './existing-job.ts';
import { sendKickOff } from './kick-off-request.ts';
import { readPublication } from './read-publication.ts';
import { readCapabilities, readMembership } from './read-resources.ts';

type StartJobDeps = ServerDeps & { storage: Storage; clock: Clock; log: Log };

/** `startedAt`: when the execution started. */
type NewJob = Pick<JobDraft, 'source' | 'scope' | 'exportId' | 'startedAt'>;

/** A job, a server that accepts none now, or a publication without changes since the last commit. */
export type Started =
  | { kind: 'started'; job: JobRecord }
  | { kind: 'busy'; retryAfterSeconds: number | undefined }
  | { kind: 'unchanged'; lastExportId: string };

/**
 * Kicks off a job on the server, or continues one that exists, and stores its status URL before any
 * other I/O (K5).
 */
export async function startJob(
  { source, scope, exportId, startedAt }: NewJob,
  { request, begin }: RequestRecord,
  deps: StartJobDeps,
): Promise<Started> {
  const key = scopeKeys(source, scope).lastCommit;
  const last = (await findRecord(key, LastCommitRecord, deps.storage))?.record;
  const draft: JobDraft = {
    ...{ exportId, dataExportId: exportId, source, scope, request },
    lastTransactionTime: last?.transactionTime ?? null,
    startedAt,
    kickedOffAt: deps.clock.now().toISOString(),
  };
  switch (begin.kind) {
    case 'kick-off':
      return kickOffJob(draft, last, deps).catch((error: unknown) => busy(error, deps));
    case 'adopt':
      return stored(adoptJob(draft, begin.statusUrl, deps.sources), deps);
    case 'resume':
      return stored(await resumeJob(draft, begin.exportId, deps.storage), deps);
  }
}

/** Whatever asks to wait, be it the login, a Group, the CapabilityStatement or the kick-off itself. */
function busy(error: unknown, { clock }: StartJobDeps): Started {
  if (!(error instanceof ServerBusy)) throw error;
  return { kind: 'busy', retryAfterSeconds: readRetryAfter(error.retryAfter, clock.now()) };
}

const stored = async (job: JobRecord, deps: StartJobDeps): Promise<Started> => {
  await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  return { kind: 'started', job };
};

async function kickOffJob(
  draft: JobDraft,
  last: LastCommitRecord | undefined,
  deps: StartJobDeps,
): Promise<Started> {
  const { exportId, request } = draft;
  const { source, server } = connect(draft.source, deps);
  const dialect = dialectOf(source);
  const { group } = request;
  const readsGroup = group !== undefined && source.fhirUrl !== undefined;
  const membership = readsGroup ? await readMembership(source.fhirUrl ?? '', group, server) : null;
  const since = resolveSince(request, last, membership);
  const capabilities = await readCapabilities(source, dialect, server);
  const call = dialect.kickOff(source, request, since, capabilities);
  if (dialect.serves === 'publication') {
    const delta = await readPublication(call, request, last, { exportId, source, server, ...deps });
    return delta.kind === 'changed' ? stored({ ...draft, membership, ...delta.job }, deps) : delta;
  }
  const sent = await sendKickOff(call, { exportId, source, dialect, server, ...deps });
  const job: JobRecord = { ...draft, since, membership, job: sent.job };
  if (sent.manifest) await storeKickOffManifest(exportId, source, sent.manifest, deps);
  await storeJob(job, deps);
  return { kind: 'started', job };
}

/**
 * If the status URL cannot be stored, nobody could find the running job: it is deleted before the state
 * is retried, unless the source's `deleteJob` is `never`.
 */
async function storeJob(job: JobRecord, deps: StartJobDeps) {
  try {
    await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  } catch (error) {
    if (deletionOf(job, deps) !== 'never') await deleteServerJob(job, 'running', deps);
    throw error;
  }
}

/**
 * The `_since` of an export; null: a full export. A `since` in the request wins. An incremental export
 * continues from the `transactionTime` of the scope's last commit, the server's own time (invariant 2).
 * If the group's membership has changed or is not known, the export is full, since `_since` would miss
 * a new member's older data (W6).
 */
export function resolveSince(
  request: Pick<ExportRequest, 'mode' | 'since' | 'level'>,
  lastCommit: LastCommitRecord | undefined,
  membership: string | null,
): string | null {
  if (request.since !== undefined) return request.since;
  if (request.mode === 'full' || !lastCommit) return null;
  if (request.level === 'group' && membership === null) return null;
  return lastCommit.membership === membership ? lastCommit.transactionTime : null;
}

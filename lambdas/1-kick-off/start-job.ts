import { dialectOf } from '../dialects/dialect-of.ts';
import { connect } from '../fhir-server/fhir-server.ts';
import type { JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys, scopeKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import { LastCommitRecord } from '../lake/scope-records.ts';
import { storeKickOffManifest } from '../manifest/manifest-pages.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { deleteServerJob, deletionOf } from '../settlement/server-job.ts';
import { adoptJob, resumeJob } from './existing-job.ts';
import type { KickOffDeps } from './kick-off.ts';
import { sendKickOff } from './kick-off-request.ts';
import { readPublication } from './read-publication.ts';
import { readCapabilities, readMembership } from './read-resources.ts';

export type Claim = { source: string; scope: string; exportId: string };
/** `startedAt`: when its execution began. */
type Beginning = Claim & { startedAt: string };

/** A job to poll, a server that begins none now, or a publication that is landed already. */
export type Started =
  | { kind: 'started'; job: JobRecord }
  | { kind: 'busy'; retryAfterSeconds: number | undefined }
  | { kind: 'unchanged'; lastExportId: string };

/** What is known before the server is asked: everything but since when, whose members, and the job. */
export type JobDraft = Omit<JobRecord, 'since' | 'membership' | 'job'>;

/**
 * Comes to a job on the server, by kick-off or by going on with one that is there, and stores where
 * its status is as the very next thing (K5, K10).
 */
export async function startJob(
  { source, scope, exportId, startedAt }: Beginning,
  { request, begin }: RequestRecord,
  deps: KickOffDeps,
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
      return kickOffJob(draft, last, deps);
    case 'adopt':
      return stored(adoptJob(draft, begin.statusUrl, deps.sources), deps);
    case 'resume':
      return stored(await resumeJob(draft, begin.exportId, deps.storage), deps);
  }
}

const stored = async (job: JobRecord, deps: KickOffDeps): Promise<Started> => {
  await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  return { kind: 'started', job };
};

async function kickOffJob(
  draft: JobDraft,
  last: LastCommitRecord | undefined,
  deps: KickOffDeps,
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
    const taken = await readPublication(call, request, last, { exportId, source, server, ...deps });
    return taken.kind === 'taken' ? stored({ ...draft, membership, ...taken.job }, deps) : taken;
  }
  const asked = await sendKickOff(call, { exportId, source, dialect, server, ...deps });
  if (asked.kind === 'busy') return asked;
  const job: JobRecord = { ...draft, since, membership, job: asked.job };
  if (asked.manifest) await storeKickOffManifest(exportId, source, asked.manifest, deps);
  await storeJob(job, deps);
  return { kind: 'started', job };
}

/**
 * A job that cannot be stored would run on without a name: it is cancelled before the next try, unless
 * the source's settings want no job deleted.
 */
async function storeJob(job: JobRecord, deps: KickOffDeps) {
  try {
    await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  } catch (error) {
    if (deletionOf(job, deps) !== 'never') await deleteServerJob(job, 'running', deps);
    throw error;
  }
}

/**
 * The `_since` of an export; null: a full one. An instant that was asked for wins; an incremental
 * export goes on from the last commit of its scope, with the server's own time (invariant 2, K12).
 * Changed membership, or membership that is not known, makes it a full one, since a new member's older
 * data would be missed (W6).
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

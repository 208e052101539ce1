import { dialectOf } from '../dialects/dialect-of.ts';
import { connect } from '../fhir-server/connect.ts';
import type { JobRecord, RequestRecord } from '../lake/export-records.ts';
import { exportKeys, scopeKeys } from '../lake/keys.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import { LastCommitRecord } from '../lake/scope-records.ts';
import { storeKickOffManifest } from '../manifest/manifest-pages.ts';
import { deleteServerJob, deletionOf } from '../settlement/server-job.ts';
import { adoptJob } from './adopt-job.ts';
import { askServer } from './ask-server.ts';
import type { KickOffDeps } from './kick-off.ts';
import { takePublication } from './publication/take-publication.ts';
import { readCapabilities } from './read-capabilities.ts';
import { readMembership } from './read-membership.ts';
import { resolveSince } from './resolve-since.ts';
import { resumeJob } from './resume-job.ts';

export type Claim = { source: string; scope: string; exportId: string };
/** `startedAt`: when its execution began. */
type Beginning = Claim & { startedAt: string };

/** A job to poll, a server that begins none now, or a publication that is landed already. */
export type Started =
  | { kind: 'started'; job: JobRecord }
  | { kind: 'busy'; retryAfterSeconds: number | undefined }
  | { kind: 'unchanged'; lastExportId: string };

/** What is known before the server is asked: everything but since when, whose members, and the job. */
export type JobToBe = Omit<JobRecord, 'since' | 'membership' | 'job'>;

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
  const jobToBe: JobToBe = {
    ...{ exportId, dataExportId: exportId, source, scope, request },
    lastTransactionTime: last?.transactionTime ?? null,
    startedAt,
    kickedOffAt: deps.clock.now().toISOString(),
  };
  switch (begin.kind) {
    case 'kick-off':
      return kickOffJob(jobToBe, last, deps);
    case 'adopt':
      return stored(adoptJob(jobToBe, begin.statusUrl, deps.sources), deps);
    case 'resume':
      return stored(await resumeJob(jobToBe, begin.exportId, deps.storage), deps);
  }
}

const stored = async (job: JobRecord, deps: KickOffDeps): Promise<Started> => {
  await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  return { kind: 'started', job };
};

async function kickOffJob(
  jobToBe: JobToBe,
  last: LastCommitRecord | undefined,
  deps: KickOffDeps,
): Promise<Started> {
  const { exportId, request } = jobToBe;
  const { source, server } = connect(jobToBe.source, deps);
  const dialect = dialectOf(source);
  const { group } = request;
  const readsGroup = group !== undefined && source.fhirUrl !== undefined;
  const membership = readsGroup ? await readMembership(source.fhirUrl ?? '', group, server) : null;
  const since = resolveSince(request, last, membership);
  const capabilities = await readCapabilities(source, dialect, server);
  const call = dialect.kickOff(source, request, since, capabilities);
  if (dialect.serves === 'publication') {
    const taken = await takePublication(call, request, last, { exportId, source, server, ...deps });
    return taken.kind === 'taken' ? stored({ ...jobToBe, membership, ...taken.job }, deps) : taken;
  }
  const asked = await askServer(call, { exportId, source, dialect, server, ...deps });
  if (asked.kind === 'busy') return asked;
  const job: JobRecord = { ...jobToBe, since, membership, job: asked.job };
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

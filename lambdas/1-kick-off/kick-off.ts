import { cancelServerJob } from '../clean-up/cancel-server-job.ts';
import { decisionOf } from '../shared/decision.ts';
import { dialectOf } from '../shared/dialects/dialect-of.ts';
import { ExportAbandoned } from '../shared/errors.ts';
import { exportKeys, scopeKeys } from '../shared/keys.ts';
import { JobRecord } from '../shared/records/export-records.ts';
import { findRecord, writeRecord } from '../shared/records/record.ts';
import { LastCommitRecord } from '../shared/records/scope-records.ts';
import { scopeOf } from '../shared/scope.ts';
import { connect } from '../shared/server/connect.ts';
import type { ExportRequest } from '../shared/settings/export-request.ts';
import type { KickedOff, KickOffEvent } from '../shared/workflow.ts';
import { askServer } from './ask-server.ts';
import { type HoldLeaseDeps, holdLease } from './hold-lease.ts';
import { readMembership } from './read-membership.ts';
import { resolveRequest } from './resolve-request.ts';
import { resolveSince } from './resolve-since.ts';

export type KickOffDeps = HoldLeaseDeps;

/** Seconds before the first poll; a small job is done by then. */
const FIRST_WAIT_SECONDS = 2;

/**
 * Asks the server to start an export. One at a time per scope: another one running ends this one as
 * `skipped`. Runs twice with the same result, since `job.json` is read first (K10).
 */
export async function kickOff(event: KickOffEvent, deps: KickOffDeps): Promise<KickedOff> {
  const { exportId, executionArn, start } = event;
  const request = await resolveRequest(event, deps);
  const scope = scopeOf(start.source, request);
  const claim = { source: start.source, scope, exportId, executionArn };
  const held = await holdLease(claim, deps);
  if (held.kind === 'running') return skip(exportId, start.source, held.exportId, deps);
  const known = await findRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const job = known?.record ?? (await startJob(claim, request, deps));
  await stopIfAbandoned(job, deps);
  deps.log.info('kick-off.done', { exportId, source: start.source, incremental: !!job.since });
  return job.job.kind === 'complete'
    ? { kind: 'complete' }
    : { kind: 'running', waitSeconds: FIRST_WAIT_SECONDS };
}

/** Not silent: an export that is skipped night after night is one that does not come (O1). */
async function skip(
  exportId: string,
  source: string,
  runningExportId: string,
  { log, announcer }: KickOffDeps,
): Promise<KickedOff> {
  log.count('SkippedExports', 1);
  log.warn('kick-off.skipped', { exportId, source, runningExportId });
  const detail = { exportId, source, runningExportId };
  await announcer.announce({ detailType: 'Export skipped', detail });
  return { kind: 'skipped', runningExportId };
}

type Claim = { source: string; scope: string; exportId: string };

async function startJob(
  { source: sourceId, scope, exportId }: Claim,
  request: ExportRequest,
  deps: KickOffDeps,
): Promise<JobRecord> {
  const { storage, clock } = deps;
  const { source, server } = connect(sourceId, deps);
  const dialect = dialectOf(source);
  const last = await findRecord(scopeKeys(sourceId, scope).lastCommit, LastCommitRecord, storage);
  const readsGroup = request.group !== undefined && source.fhirUrl !== undefined;
  const membership = readsGroup
    ? await readMembership(source.fhirUrl ?? '', request.group ?? '', server)
    : null;
  const since = resolveSince(request, last?.record, membership);
  const kickedOffAt = clock.now().toISOString();
  const asked = await askServer(dialect.kickOff(source, request, since), {
    source,
    dialect,
    server,
  });
  const job: JobRecord = {
    exportId,
    source: sourceId,
    scope,
    request,
    since,
    lastTransactionTime: last?.record.transactionTime ?? null,
    membership,
    kickedOffAt,
    job: asked.job,
  };
  if (asked.manifest) await storage.put(exportKeys(exportId).manifestPage(1), asked.manifest);
  await storeJob(job, deps);
  return job;
}

/** A job that cannot be stored would run on without a name: it is cancelled before the next try. */
async function storeJob(job: JobRecord, deps: KickOffDeps) {
  try {
    await writeRecord(exportKeys(job.exportId).job, job, deps.storage);
  } catch (error) {
    await cancelServerJob(job, deps);
    throw error;
  }
}

/** A cancel that came before the status URL was known could not reach the job (O8). */
async function stopIfAbandoned(job: JobRecord, deps: KickOffDeps) {
  if ((await decisionOf(job.exportId, deps.storage)) !== 'abandon') return;
  await cancelServerJob(job, deps);
  throw new ExportAbandoned(`export ${job.exportId} was cancelled while it was kicked off`);
}

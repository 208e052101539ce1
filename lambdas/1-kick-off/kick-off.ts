import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { releaseLease } from '../lake/lease.ts';
import { findRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope.ts';
import { readPages } from '../manifest/manifest-pages.ts';
import { DeadlineExceeded, ExportAbandoned } from '../runtime/errors.ts';
import { sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';
import { settleServerJob } from '../settlement/server-job.ts';
import type { KickedOff, KickOffEvent } from '../workflow/events.ts';
import { busyWaitSeconds, warnStuck } from './busy-wait.ts';
import { type HoldLeaseDeps, holdLease } from './hold-lease.ts';
import { resolveRequest } from './resolve-request.ts';
import { type Claim, type Started, startJob } from './start-job.ts';

export type KickOffDeps = HoldLeaseDeps;

/** Seconds before the first poll; a small job is done by then. */
const FIRST_WAIT_SECONDS = 2;

/**
 * Asks the server to start an export, or takes up a job that is there. One at a time per scope:
 * another one running ends this one as `skipped`, and a publication that is landed already as
 * `unchanged`. Runs twice with the same result, since `job.json` is read first (K10).
 */
export async function kickOff(event: KickOffEvent, deps: KickOffDeps): Promise<KickedOff> {
  const { exportId, executionArn, startedAt, start } = event;
  const asked = await resolveRequest(event, deps);
  const scope = scopeOf(start.source, asked.request);
  const claim = { source: start.source, scope, exportId, executionArn };
  const held = await holdLease(claim, deps);
  if (held.kind === 'running') return skip(exportId, start.source, held.exportId, deps);
  const known = await findRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const started: Started = known
    ? { kind: 'started', job: known.record }
    : await startJob({ ...claim, startedAt }, asked, deps);
  if (started.kind === 'busy') return waitForServer(event, started.retryAfterSeconds, deps);
  if (started.kind === 'unchanged') return leaveUnchanged(claim, started.lastExportId, deps);
  const { job } = started;
  await stopIfAbandoned(job, deps);
  deps.log.info('kick-off.done', { exportId, source: start.source, incremental: !!job.since });
  return next(job, deps);
}

/** A manifest that came at once may have more pages: Poll fetches them. */
async function next({ exportId, job }: JobRecord, { storage }: KickOffDeps): Promise<KickedOff> {
  if (job.kind === 'running') return { kind: 'running', waitSeconds: FIRST_WAIT_SECONDS };
  const { cursor } = await readPages(exportId, null, storage);
  return cursor === null ? { kind: 'complete' } : { kind: 'running', waitSeconds: 1 };
}

/** The server begins no job now; Step Functions waits, up to the source's deadline (K3, rule 23). */
async function waitForServer(
  { exportId, startedAt, start }: KickOffEvent,
  retryAfterSeconds: number | undefined,
  deps: KickOffDeps,
): Promise<KickedOff> {
  const { deadlineHours, stuckAfterHours } = sourceNamed(deps.sources, start.source);
  const ageSeconds = (deps.clock.now().getTime() - Date.parse(startedAt)) / 1000;
  if (ageSeconds > deadlineHours * 3600)
    throw new DeadlineExceeded(`the server has begun no job for ${deadlineHours} hours`);
  if ((await decisionOf(exportId, deps.storage)) === 'abandon')
    throw new ExportAbandoned(`export ${exportId} was cancelled before it was kicked off`);
  warnStuck(exportId, ageSeconds / 3600, stuckAfterHours, deps.log);
  const waitSeconds = busyWaitSeconds(ageSeconds, retryAfterSeconds);
  deps.log.warn('kick-off.busy', { exportId, source: start.source, waitSeconds });
  return { kind: 'busy', waitSeconds };
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

/** The server publishes nothing that the last commit of the scope did not land: a good end, and no export. */
async function leaveUnchanged(
  claim: Claim,
  lastExportId: string,
  { log, announcer, storage }: KickOffDeps,
): Promise<KickedOff> {
  const { exportId, source } = claim;
  const detail = { exportId, source, lastExportId };
  log.info('kick-off.unchanged', detail);
  await announcer.announce({ detailType: 'Export unchanged', detail });
  await releaseLease(claim, storage);
  return { kind: 'unchanged', lastExportId };
}

/** A cancel that came before the status URL was known could not reach the job (O8). */
async function stopIfAbandoned(job: JobRecord, deps: KickOffDeps) {
  if ((await decisionOf(job.exportId, deps.storage)) !== 'abandon') return;
  await settleServerJob(job, true, deps);
  throw new ExportAbandoned(`export ${job.exportId} was cancelled while it was kicked off`);
}

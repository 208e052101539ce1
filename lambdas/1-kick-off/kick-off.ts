import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { type LeaseClaim, releaseLease } from '../lake/lease.ts';
import { findRecord } from '../lake/record.ts';
import { scopeOf } from '../lake/scope-records.ts';
import { readPages } from '../manifest/pages.ts';
import { checkDeadline } from '../runtime/clock.ts';
import { ExportAbandoned } from '../runtime/errors.ts';
import { sourceNamed } from '../settings/sources.ts';
import { decisionOf } from '../settlement/decision.ts';
import { settleServerJob } from '../settlement/server-job.ts';
import type { KickedOff, KickOffEvent } from '../workflow/events.ts';
import { waitForServer } from './busy-wait.ts';
import { type HoldLeaseDeps, holdLease } from './hold-lease.ts';
import { resolveRequest } from './resolve-request.ts';
import { type Started, startJob } from './start-job.ts';

/** Seconds before the first poll. A small job is finished by then. */
const FIRST_WAIT_SECONDS = 2;

/**
 * Asks the server to start an export, or continues a job that exists. One export at a time per scope:
 * this one ends as `skipped` while another runs, and as `unchanged` if the last commit has all that the
 * server publishes. Runs twice with the same result, since `job.json` is read first.
 */
export async function kickOff(event: KickOffEvent, deps: HoldLeaseDeps): Promise<KickedOff> {
  const { exportId, executionArn, startedAt, start } = event;
  const asked = await resolveRequest(event, deps);
  const scope = scopeOf(start.source, asked.request);
  const claim = { source: start.source, scope, exportId, executionArn };
  const held = await holdLease(claim, deps);
  if (held.kind === 'running') return skip(exportId, start.source, held.exportId, deps);
  const known = await findRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  if (!known) {
    // A wait is cut at the deadline, so this comes before the request: the server is not asked before its time.
    const { deadlineHours } = sourceNamed(deps.sources, start.source);
    const what = 'the server accepted no kick-off for';
    checkDeadline(startedAt, deadlineHours, deps.clock.now(), what);
  }
  const started: Started = known
    ? { kind: 'started', job: known.record }
    : await startJob({ ...claim, startedAt }, asked, deps);
  if (started.kind === 'busy') return waitForServer(event, started.retryAfterSeconds, deps);
  if (started.kind === 'unchanged') return endUnchanged(claim, started.lastExportId, deps);
  const { job } = started;
  await stopIfAbandoned(job, deps);
  deps.log.info('kick-off.done', { exportId, source: start.source, incremental: !!job.since });
  return next(job, deps);
}

/** If the server answered the kick-off with a manifest, Poll fetches the pages that follow. */
async function next({ exportId, job }: JobRecord, { storage }: HoldLeaseDeps): Promise<KickedOff> {
  if (job.kind === 'running') return { kind: 'running', waitSeconds: FIRST_WAIT_SECONDS };
  const { cursor } = await readPages(exportId, null, storage);
  return cursor === null ? { kind: 'complete' } : { kind: 'running', waitSeconds: 1 };
}

/** Counted and announced: an export that is skipped every night is missing. */
async function skip(
  exportId: string,
  source: string,
  runningExportId: string,
  { log, announcer }: HoldLeaseDeps,
): Promise<KickedOff> {
  log.count('SkippedExports', 1);
  log.warn('kick-off.skipped', { exportId, source, runningExportId });
  const detail = { exportId, source, runningExportId };
  await announcer.announce({ detailType: 'Export skipped', detail });
  return { kind: 'skipped', runningExportId };
}

/** The last commit of the scope has all that the server publishes: success without a new export. */
async function endUnchanged(
  claim: LeaseClaim,
  lastExportId: string,
  { log, announcer, storage }: HoldLeaseDeps,
): Promise<KickedOff> {
  const { exportId, source } = claim;
  const detail = { exportId, source, lastExportId };
  log.info('kick-off.unchanged', detail);
  await announcer.announce({ detailType: 'Export unchanged', detail });
  await releaseLease(claim, storage);
  return { kind: 'unchanged', lastExportId };
}

/** A cancel that came before the status URL was stored could not delete the server's job. */
async function stopIfAbandoned(job: JobRecord, deps: HoldLeaseDeps) {
  if ((await decisionOf(job.exportId, deps.storage)) !== 'abandon') return;
  await settleServerJob(job, 'Cancelled', deps);
  throw new ExportAbandoned(`export ${job.exportId} was cancelled while it was kicked off`);
}

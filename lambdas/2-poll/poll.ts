import { connect } from '../fhir-server/fhir-server.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import type { PagesRecord } from '../lake/plan-records.ts';
import { readRecord } from '../lake/record.ts';
import { readPages, storePage } from '../manifest/pages.ts';
import { checkDeadline } from '../runtime/clock.ts';
import type { Source } from '../settings/source.ts';
import type { PollEvent, Polled } from '../workflow/events.ts';
import { type AskStatusDeps, askStatus, type StatusReport } from './ask-status.ts';
import { nextWaitSeconds } from './next-wait.ts';
import { saveProgress, warnStuck } from './progress.ts';

/** Time that one more request needs: its answer may take two minutes. */
const RESERVE_MILLISECONDS = 150 * 1000;

/**
 * Asks for the status of the server's job once, and says how long Step Functions should wait. Stores
 * the pages of the manifest one by one, up to the last or the last that is ready (rule 37).
 */
export async function poll(
  event: PollEvent,
  deps: AskStatusDeps,
  remainingMilliseconds: () => number,
): Promise<Polled> {
  const { exportId } = event;
  const record = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const job = { ...connect(event.source, deps), record };
  const start = record.job.kind === 'running' ? record.job.statusUrl : null;
  let pages = await readPages(exportId, start, deps.storage);
  const known = pages.pages.length;
  checkDeadline(record.startedAt, job.source.deadlineHours, deps.clock.now());
  const ageSeconds = secondsSince(record.kickedOffAt, deps);
  while (pages.cursor !== null) {
    const url = pages.cursor;
    const report = await askStatus(job, url, deps);
    const isComplete = report.kind === 'complete';
    if (isComplete || report.kind === 'partial')
      pages = await storePage(exportId, pages, report.answer, { ...job, isComplete, ...deps });
    if (pages.cursor === url)
      return wait(event, report, { pages, known, ageSeconds, ...job }, deps);
    if (pages.cursor !== null && remainingMilliseconds() < RESERVE_MILLISECONDS) {
      await saveProgress(exportId, report, pages.pages.length > known, deps);
      return { kind: 'running', waitSeconds: 1 };
    }
  }
  deps.log.info('poll.complete', { exportId, pages: pages.pages.length });
  return { kind: 'complete' };
}

const secondsSince = (instant: string, { clock }: AskStatusDeps) =>
  (clock.now().getTime() - Date.parse(instant)) / 1000;

type Waiting = { pages: PagesRecord; known: number; source: Source; ageSeconds: number };

async function wait(
  { exportId, polls, plannedSoFar }: PollEvent,
  report: StatusReport,
  { pages: { pages }, known, source, ageSeconds }: Waiting,
  deps: AskStatusDeps,
): Promise<Polled> {
  const progress = await saveProgress(exportId, report, pages.length > known, deps);
  warnStuck(exportId, progress, source.stuckAfterHours, deps.log);
  const waitSeconds = nextWaitSeconds(
    ageSeconds,
    report.retryAfterSeconds,
    progress.throttledPolls,
  );
  deps.log.info('poll.running', { exportId, polls, waitSeconds });
  return { kind: pages.length > plannedSoFar.pages ? 'partial' : 'running', waitSeconds };
}

import { connect } from '../fhir-server/fhir-server.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import type { PagesRecord } from '../lake/plan-records.ts';
import { readRecord } from '../lake/record.ts';
import { readPages, storePage } from '../manifest/pages.ts';
import { checkDeadline, withinDeadline } from '../runtime/clock.ts';
import type { PollEvent, Polled } from '../workflow/events.ts';
import { reportLongWait } from '../workflow/long-wait.ts';
import { type AskStatusDeps, askStatus, type Job, type StatusReport } from './ask-status.ts';
import { nextWaitSeconds } from './next-wait.ts';
import { saveProgress, throwIfUnanswered, warnStuck } from './progress.ts';

/** Time that one more request needs: its answer may take two minutes. */
const RESERVE_MILLISECONDS = 150 * 1000;

/**
 * Asks for the status of the server's job once, and says how long Step Functions should wait. Stores
 * the pages of the manifest one by one, up to the last or the last that is ready (rule 37). Throws what
 * `askStatus` throws, and its error after `stuckAfterHours` without an answer about the job.
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
  while (pages.cursor !== null) {
    const url = pages.cursor;
    const report = await askStatus(job, url, deps);
    const isComplete = report.kind === 'complete';
    if (isComplete || report.kind === 'partial')
      pages = await storePage(exportId, pages, report.answer, { ...job, isComplete, ...deps });
    if (pages.cursor === url) return wait(event, report, { pages, known, ...job }, deps);
    if (pages.cursor !== null && remainingMilliseconds() < RESERVE_MILLISECONDS) {
      await saveProgress(exportId, report, pages.pages.length > known, deps);
      return { kind: 'running', waitSeconds: 1 };
    }
  }
  deps.log.info('poll.complete', { exportId, pages: pages.pages.length });
  return { kind: 'complete' };
}

type Waiting = Job & { pages: PagesRecord; known: number };

async function wait(
  { exportId, polls, plannedSoFar }: PollEvent,
  report: StatusReport,
  { pages: { pages }, known, source, record }: Waiting,
  deps: AskStatusDeps,
): Promise<Polled> {
  const { clock, log } = deps;
  const { deadlineHours, stuckAfterHours } = source;
  const progress = await saveProgress(exportId, report, pages.length > known, deps);
  warnStuck(exportId, progress, stuckAfterHours, log);
  throwIfUnanswered(report, progress, stuckAfterHours);
  const now = clock.now();
  const ageSeconds = (now.getTime() - Date.parse(record.kickedOffAt)) / 1000;
  const { retryAfterSeconds } = report;
  const wanted = nextWaitSeconds(ageSeconds, retryAfterSeconds, progress.throttledPolls);
  const waitSeconds = withinDeadline(wanted, { startedAt: record.startedAt, deadlineHours, now });
  if (report.kind === 'unanswered') {
    const { name: error, message } = report.error;
    log.warn('poll.unanswered', { exportId, polls, waitSeconds, error, message });
  } else log.info('poll.running', { exportId, polls, waitSeconds });
  await reportLongWait({ exportId, step: 'poll', waitSeconds }, deps);
  return { kind: pages.length > plannedSoFar.pages ? 'partial' : 'running', waitSeconds };
}

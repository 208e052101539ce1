import { connect } from '../fhir-server/fhir-server.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import type { PagesRecord } from '../lake/plan-records.ts';
import { readRecord } from '../lake/record.ts';
import { readPages, storePage } from '../manifest/manifest-pages.ts';
import { refuseTooOld } from '../runtime/deadline.ts';
import type { Source } from '../settings/source.ts';
import type { PollEvent, Polled } from '../workflow/events.ts';
import { type AskStatusDeps, askStatus, type StatusReport } from './ask-status.ts';
import { nextWaitSeconds } from './next-wait.ts';
import { saveProgress, warnStuck } from './progress.ts';

export type PollDeps = AskStatusDeps;

/** Time kept back for the answer to one more request, which may take two minutes. */
const RESERVE_MILLISECONDS = 150 * 1000;

/**
 * Asks once how the server's job stands, and says how long to wait; Step Functions does the waiting
 * (P13). Whatever pages of the manifest there are, are stored, one after the other, to the last (M9)
 * or to the last that is ready (rule 37).
 */
export async function poll(
  event: PollEvent,
  deps: PollDeps,
  remainingMilliseconds: () => number,
): Promise<Polled> {
  const { exportId } = event;
  const record = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  const job = { ...connect(event.source, deps), record };
  const start = record.job.kind === 'running' ? record.job.statusUrl : null;
  let pages = await readPages(exportId, start, deps.storage);
  const known = pages.pages.length;
  refuseTooOld(record.startedAt, job.source.deadlineHours, deps.clock.now());
  const ageSeconds = secondsSince(record.kickedOffAt, deps);
  while (pages.cursor !== null) {
    const url = pages.cursor;
    const heard = await askStatus(job, url, deps);
    if (heard.kind !== 'complete' && heard.kind !== 'partial')
      return waiting(event, { pages, known }, heard, { ageSeconds, ...job }, deps);
    const ended = heard.kind === 'complete';
    pages = await storePage(exportId, pages, heard.answer, { ...job, ended, ...deps });
    if (pages.cursor === url)
      return waiting(event, { pages, known }, heard, { ageSeconds, ...job }, deps);
    if (pages.cursor !== null && remainingMilliseconds() < RESERVE_MILLISECONDS) {
      await saveProgress(exportId, heard, pages.pages.length > known, deps);
      return { kind: 'running', waitSeconds: 1 };
    }
  }
  deps.log.info('poll.complete', { exportId, pages: pages.pages.length });
  return { kind: 'complete' };
}

const secondsSince = (instant: string, { clock }: PollDeps) =>
  (clock.now().getTime() - Date.parse(instant)) / 1000;

async function waiting(
  { exportId, polls, plannedSoFar }: PollEvent,
  { pages: { pages }, known }: { pages: PagesRecord; known: number },
  heard: StatusReport,
  { source, ageSeconds }: { source: Source; ageSeconds: number },
  deps: PollDeps,
): Promise<Polled> {
  const progress = await saveProgress(exportId, heard, pages.length > known, deps);
  warnStuck(exportId, progress, source.stuckAfterHours, deps.log);
  const { slowdowns } = progress;
  const waitSeconds = nextWaitSeconds(ageSeconds, heard.retryAfterSeconds, slowdowns);
  deps.log.info('poll.running', { exportId, polls, waitSeconds });
  return { kind: pages.length > plannedSoFar.pages ? 'partial' : 'running', waitSeconds };
}

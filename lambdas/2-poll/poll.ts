import type { Clock } from '../shared/clock.ts';
import { dialectOf } from '../shared/dialects/dialect-of.ts';
import { DeadlineExceeded, ServerJobFailed, ServerJobGone } from '../shared/errors.ts';
import { exportKeys } from '../shared/keys.ts';
import type { Log } from '../shared/log.ts';
import { JobRecord } from '../shared/records/export-records.ts';
import { readRecord } from '../shared/records/record.ts';
import { type Answer, readAnswer } from '../shared/server/answer.ts';
import { connect, type ServerDeps } from '../shared/server/connect.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';
import { refuseCommonStatus } from '../shared/server/refuse-status.ts';
import { readRetryAfter } from '../shared/server/retry-after.ts';
import type { Source } from '../shared/settings/source.ts';
import type { Storage } from '../shared/storage.ts';
import type { PollEvent, Polled } from '../shared/workflow.ts';
import { nextWaitSeconds } from './next-wait.ts';
import { writeProgress } from './write-progress.ts';

export type PollDeps = ServerDeps & { storage: Storage; clock: Clock; log: Log };

/**
 * Asks once how the server's job stands, and says how long to wait; Step Functions does the waiting
 * (P13). The finished job's list of files is stored as the manifest's first page.
 */
export async function poll(event: PollEvent, deps: PollDeps): Promise<Polled> {
  const { exportId, source: sourceId } = event;
  const job = await readRecord(exportKeys(exportId).job, JobRecord, deps.storage);
  if (job.job.kind === 'complete') return { kind: 'complete' };
  const { source, server } = connect(sourceId, deps);
  const ageSeconds = (deps.clock.now().getTime() - Date.parse(job.kickedOffAt)) / 1000;
  if (ageSeconds > source.deadlineHours * 3600)
    throw new DeadlineExceeded(`the server's job is older than ${source.deadlineHours} hours`);
  const answer = await ask(job.job.statusUrl, server);
  const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], deps.clock.now());
  const waitSeconds = nextWaitSeconds(ageSeconds, retryAfterSeconds);
  // Asked to slow down: the job goes on, and no retry of the state machine is spent on it (P3).
  if (answer.status === 429) return { kind: 'running', waitSeconds };
  return readStatus(event, source, answer, waitSeconds, deps);
}

async function ask(url: string, server: FhirServer): Promise<Answer> {
  const headers = { accept: 'application/json' };
  return readAnswer(url, server('status', { method: 'GET', url, headers }));
}

async function readStatus(
  { exportId, polls }: PollEvent,
  source: Source,
  answer: Answer,
  waitSeconds: number,
  deps: PollDeps,
): Promise<Polled> {
  if (answer.status === 404 || answer.status === 410)
    throw new ServerJobGone(`the server no longer knows the job (${answer.status})`);
  refuseCommonStatus(answer, 'poll');
  const dialect = dialectOf(source);
  const status = dialect.readStatus(answer);
  switch (status.kind) {
    case 'failed':
      throw new ServerJobFailed(`the server's export failed: ${status.reason}`);
    case 'running':
      await writeProgress(exportId, status, deps);
      deps.log.info('poll.running', { exportId, polls, waitSeconds });
      return { kind: 'running', waitSeconds };
    case 'complete':
      dialect.readManifest(answer.text);
      await deps.storage.put(exportKeys(exportId).manifestPage(1), answer.text);
      deps.log.info('poll.complete', { exportId });
      return { kind: 'complete' };
  }
}

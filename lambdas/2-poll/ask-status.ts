import type { StatusAnswer } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialects.ts';
import { type Answer, readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer, ServerDeps } from '../fhir-server/fhir-server.ts';
import { isThrottled, throwForStatus } from '../fhir-server/status-errors.ts';
import { readRetryAfter } from '../fhir-server/time-headers.ts';
import type { JobRecord } from '../lake/export-records.ts';
import type { Storage } from '../lake/storage.ts';
import { readOrQuarantine } from '../manifest/quarantine-answer.ts';
import type { Clock } from '../runtime/clock.ts';
import { ServerJobFailed, ServerJobGone, ServerUnavailable } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';

export type AskStatusDeps = ServerDeps & { storage: Storage; clock: Clock; log: Log };

/** A job and its server. */
export type Job = { record: JobRecord; source: Source; server: FhirServer };

/** The answer to one status request. */
export type StatusReport = {
  answer: Answer;
  retryAfterSeconds: number | undefined;
} & (
  | Extract<StatusAnswer, { kind: 'running' | 'partial' | 'complete' }>
  /** The server asks for fewer requests. */
  | { kind: 'throttled' }
);

/**
 * Requests the status once. Throws ServerJobGone, ServerJobFailed, StatusMalformed, and
 * ServerUnavailable, also if the server reports a transient error.
 */
export async function askStatus(job: Job, url: string, deps: AskStatusDeps): Promise<StatusReport> {
  const headers = { accept: 'application/json' };
  const answer = await readAnswer(url, job.server('status', { method: 'GET', url, headers }));
  const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], deps.clock.now());
  const report = { answer, retryAfterSeconds };
  // The job continues: this costs no retry of the state machine.
  if (isThrottled(answer)) return { ...report, kind: 'throttled' };
  const { exportId } = job.record;
  const status = await readOrQuarantine(exportId, answer, deps.storage, () => read(job, answer));
  switch (status.kind) {
    case 'failed':
      throw new ServerJobFailed(`the server's export failed: ${status.reason}`);
    case 'transient':
      throw new ServerUnavailable(`poll: transient error of the server: ${status.reason}`);
    default:
      return { ...report, ...status };
  }
}

function read({ record, source }: Job, answer: Answer): StatusAnswer {
  if (answer.status === 404 || answer.status === 410)
    throw new ServerJobGone(`the server no longer knows the job (${answer.status})`);
  if (answer.status === 401 || answer.status === 403) throwForStatus(answer, 'poll');
  return dialectOf(source).readStatus(answer, {
    source,
    statusHeader: record.job.kind === 'running' && record.job.statusHeader,
  });
}

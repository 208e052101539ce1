import type { StatusAnswer } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialects.ts';
import { type Answer, readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer, ServerDeps } from '../fhir-server/fhir-server.ts';
import { throwForStatus } from '../fhir-server/status-errors.ts';
import { readRetryAfter } from '../fhir-server/time-headers.ts';
import type { JobRecord } from '../lake/export-records.ts';
import type { Storage } from '../lake/storage.ts';
import { readOrQuarantine } from '../manifest/quarantine-answer.ts';
import type { Clock } from '../runtime/clock.ts';
import {
  NotABulkServer,
  ServerBusy,
  ServerJobFailed,
  ServerJobGone,
  ServerUnavailable,
  StatusMalformed,
} from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';

export type AskStatusDeps = ServerDeps & { storage: Storage; clock: Clock; log: Log };

/** A job and its server. */
export type Job = { record: JobRecord; source: Source; server: FhirServer };

/** The answer to one status request. */
export type StatusReport = { retryAfterSeconds: number | undefined } & (
  | ({ answer: Answer } & Extract<StatusAnswer, { kind: 'running' | 'partial' | 'complete' }>)
  /** Nothing was said of the job; `isThrottled`: the server asks for fewer requests. */
  | { kind: 'unanswered'; isThrottled: boolean; error: Error }
);
type Unanswered = Extract<StatusReport, { kind: 'unanswered' }>;

/**
 * Requests the status once. Only an answer that is about the job ends it: throws ServerJobGone,
 * ServerJobFailed, and StatusMalformed for JSON that is no status; and CredentialRefused, LinkRefused. For
 * anything else the job runs on (P4): no answer, a page of a proxy, a login that is not possible now.
 */
export async function askStatus(job: Job, url: string, deps: AskStatusDeps): Promise<StatusReport> {
  const headers = { accept: 'application/json' };
  const now = () => deps.clock.now();
  let answer: Answer;
  try {
    answer = await readAnswer(url, job.server('status', { method: 'GET', url, headers }));
  } catch (error) {
    return unanswered(error, error instanceof ServerBusy ? error.retryAfter : undefined, now());
  }
  const retryAfter = answer.headers['retry-after'];
  const retryAfterSeconds = readRetryAfter(retryAfter, now());
  if (isThrottled(answer)) {
    const error = new ServerBusy(`poll: the server asks to wait (${answer.status})`);
    return { kind: 'unanswered', isThrottled: true, error, retryAfterSeconds };
  }
  try {
    return { ...(await report(job, answer, deps)), answer, retryAfterSeconds };
  } catch (error) {
    const isJson = parseJsonObject(answer.text) !== undefined;
    if (error instanceof StatusMalformed && isJson) throw error;
    return unanswered(error, retryAfter, now());
  }
}

/** Whether the status is requested too often: 429, and 503 with `Retry-After`, whatever the body is. */
const isThrottled = ({ status, headers }: Answer) =>
  status === 429 || (status === 503 && headers['retry-after'] !== undefined);

/** Errors of the way to the server; a proxy's page may also be in place of a token, or of the status. */
const NOT_OF_THE_JOB = [ServerBusy, ServerUnavailable, NotABulkServer, StatusMalformed];

function unanswered(error: unknown, retryAfter: string | undefined, now: Date): Unanswered {
  if (!(error instanceof Error) || !NOT_OF_THE_JOB.some((each) => error instanceof each))
    throw error;
  const retryAfterSeconds = readRetryAfter(retryAfter, now);
  return { kind: 'unanswered', isThrottled: false, error, retryAfterSeconds };
}

async function report(job: Job, answer: Answer, { storage }: AskStatusDeps) {
  const { exportId } = job.record;
  const status = await readOrQuarantine(exportId, answer, storage, () => read(job, answer));
  switch (status.kind) {
    case 'failed':
      throw new ServerJobFailed(`the server's export failed: ${status.reason}`);
    case 'transient':
      throw new ServerUnavailable(`poll: transient error of the server: ${status.reason}`);
    default:
      return status;
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

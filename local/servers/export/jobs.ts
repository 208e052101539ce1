import { createHash } from 'node:crypto';
import type { Batches } from '../../../lambdas/lake/export-records.ts';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { FaultInjector, JobFailure } from '../faults/fault-injector.ts';
import { OutcomeError } from '../http/server.ts';

/** A job runs for so many polls, or so many seconds, or a part of each. */
export type JobDuration = { readonly polls: number; readonly seconds: number };

/** Four polls, or five minutes. */
const DEFAULT_JOB_DURATION: JobDuration = { polls: 4, seconds: 300 };

export type JobState = {
  readonly id: string;
  readonly startedAt: Date;
  readonly polls: number;
  readonly failure: JobFailure | undefined;
};

type JobStoreDeps<Plan> = {
  clock: Pick<Clock, 'now'>;
  duration?: JobDuration | undefined;
  faults: Pick<FaultInjector, 'jobFailure'>;
  /** How many batches a job has. */
  batchesIn(plan: Plan): number;
};

/**
 * The jobs of a server, each with the plan that its kick-off made. They never expire; each poll moves
 * a job on, and so does time.
 */
export function jobStore<Plan extends { readonly kickOff: { readonly request: string } }>(
  deps: JobStoreDeps<Plan>,
) {
  const { clock, duration = DEFAULT_JOB_DURATION, faults, batchesIn } = deps;
  type Job = Plan & JobState;
  const jobs = new Map<string, Job>();
  let started = 0;

  const save = (job: Job): Job => {
    jobs.set(job.id, job);
    return job;
  };
  const progressOf = (job: Job): Progress => {
    const seconds = (clock.now().getTime() - job.startedAt.getTime()) / 1000;
    const age = { polls: job.polls, seconds };
    return progress(batchesIn(job), age, duration, job.failure !== undefined);
  };
  /** Throws OutcomeError (404), also for a job that the server has forgotten by now. */
  const find = (id: string): Job => {
    const job = jobs.get(id);
    if (!job || (job.failure === 'forgotten' && progressOf(job).kind === 'failed'))
      throw new OutcomeError(404, 'not-found', 'no such job');
    return job;
  };
  const start = () => ({ startedAt: clock.now(), polls: 0 });

  return {
    find,
    start(plan: Plan): Job {
      started += 1;
      const id = uuidOf(`${plan.kickOff.request} ${started}`);
      return save({ ...plan, id, ...start(), failure: faults.jobFailure() });
    },
    /** The job and its progress; each poll moves it on. Throws OutcomeError (404). */
    poll(id: string): { job: Job; progress: Progress } {
      const found = find(id);
      const job = save({ ...found, polls: found.polls + 1 });
      find(id);
      return { job, progress: progressOf(job) };
    },
    isRunning: (): boolean => [...jobs.values()].some((job) => progressOf(job).kind === 'running'),
    /** Restarts a failed job, which then succeeds. Throws OutcomeError: 404, or 409 for one that has not failed. */
    retry(id: string): Job {
      const job = find(id);
      if (progressOf(job).kind !== 'failed')
        throw new OutcomeError(409, 'conflict', 'the job has not failed');
      return save({ ...job, ...start(), failure: undefined });
    },
    /** Throws OutcomeError (404). */
    remove: (id: string) => jobs.delete(find(id).id),
  };
}

/** A UUID (version 8, RFC 9562) that follows from a text, so that runs can be repeated. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');
}

export type Progress = {
  readonly kind: 'running' | 'failed' | 'successful';
  readonly batches: Batches;
};

/** The progress of a job of `total` batches at that age; one that will fail stops halfway. */
export function progress(
  total: number,
  { polls, seconds }: JobDuration,
  duration: JobDuration,
  willFail: boolean,
): Progress {
  const limit = willFail ? 0.5 : 1;
  const done = Math.min(limit, polls / duration.polls + seconds / duration.seconds);
  const complete = Math.floor(total * done);
  const left = total - complete;
  if (willFail && done === limit)
    return { kind: 'failed', batches: { running: 0, complete, failed: left, total } };
  const batches = { running: left, complete, failed: 0, total };
  return { kind: left === 0 && !willFail ? 'successful' : 'running', batches };
}

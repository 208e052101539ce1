import { createHash } from 'node:crypto';
import type { Batches } from '../../../lambdas/lake/export-records.ts';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { FaultInjector, JobFailure } from '../faults/fault-injector.ts';
import { OutcomeError } from '../http/server.ts';
import type { KickOffRequest } from '../one-up/kick-off.ts';

/** One file of a job, by the name that the file table gave it. */
export type JobFile = { readonly type: string; readonly name: string };

export type Job = {
  readonly id: string;
  readonly order: KickOffRequest;
  readonly files: readonly JobFile[];
  readonly resourceCount: number;
  readonly startedAt: Date;
  readonly polls: number;
  readonly fate: JobFailure | undefined;
};

type JobStoreDeps = { clock: Pick<Clock, 'now'>; duration: JobDuration; faults: FaultInjector };

/** The jobs of a server. They never expire; a poll moves one on, and so does time. */
export function jobStore({ clock, duration, faults }: JobStoreDeps) {
  const jobs = new Map<string, Job>();
  let started = 0;

  const keep = (job: Job) => {
    jobs.set(job.id, job);
    return job;
  };
  const progressOf = (job: Job): Progress => {
    const seconds = (clock.now().getTime() - job.startedAt.getTime()) / 1000;
    return progress(
      job.files.length,
      { polls: job.polls, seconds },
      duration,
      job.fate !== undefined,
    );
  };
  /** Throws Refused (404), also for a job that the server has forgotten by now. */
  const find = (id: string): Job => {
    const job = jobs.get(id);
    if (!job || (job.fate === 'forgotten' && progressOf(job).kind === 'failed'))
      throw new OutcomeError(404, 'not-found', 'no such job');
    return job;
  };
  const afresh = () => ({ startedAt: clock.now(), polls: 0 });

  return {
    start(order: KickOffRequest, files: readonly JobFile[], resourceCount: number): Job {
      started += 1;
      const id = uuidOf(`${order.request} ${started}`);
      return keep({ id, order, files, resourceCount, ...afresh(), fate: faults.jobFailure() });
    },
    /** Asks how a job stands, which moves it on. Throws Refused (404). */
    poll(id: string): { job: Job; progress: Progress } {
      keep({ ...find(id), polls: find(id).polls + 1 });
      const job = find(id);
      return { job, progress: progressOf(job) };
    },
    /** Lets a failed job begin again, and succeed. Throws Refused: 404, or 409 for one that has not failed. */
    retry(id: string): Job {
      const job = find(id);
      if (progressOf(job).kind !== 'failed')
        throw new OutcomeError(409, 'conflict', 'has not failed');
      return keep({ ...job, ...afresh(), fate: undefined });
    },
    /** Throws Refused (404). */
    remove: (id: string) => jobs.delete(find(id).id),
  };
}
export type JobStore = ReturnType<typeof jobStore>;

/** A UUID (version 8, RFC 9562) that follows from a text, so that runs can be repeated. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5');
}

/** A job is done after that many polls, or that many seconds, or part of each. */
export type JobDuration = { readonly polls: number; readonly seconds: number };

export type Progress = {
  readonly kind: 'running' | 'failed' | 'successful';
  readonly batches: Batches;
};

/** How far a job of `total` batches is; one that is to end badly fails halfway. */
export function progress(
  total: number,
  { polls, seconds }: JobDuration,
  duration: JobDuration,
  bad: boolean,
): Progress {
  const done = Math.min(bad ? 0.5 : 1, polls / duration.polls + seconds / duration.seconds);
  const complete = Math.floor(total * done);
  const left = total - complete;
  if (bad && done === 0.5)
    return { kind: 'failed', batches: { running: 0, complete, failed: left, total } };
  const batches = { running: left, complete, failed: 0, total };
  return { kind: left === 0 && !bad ? 'successful' : 'running', batches };
}

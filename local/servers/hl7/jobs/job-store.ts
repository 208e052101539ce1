import { createHash } from 'node:crypto';
import type { Clock } from '../../../../lambdas/runtime/clock.ts';
import { type JobDuration, type Progress, progress } from '../../export/jobs.ts';
import type { FaultInjector, JobFailure } from '../../faults/fault-injector.ts';
import { OutcomeError } from '../../http/server.ts';
import type { JobFile, ListName } from '../job-files.ts';
import type { Hl7KickOffRequest } from '../kick-off-request.ts';

/** What a job is for: its order, its files, and how its status is told (rule 30). */
export type JobPlan = {
  readonly order: Hl7KickOffRequest;
  readonly files: Readonly<Record<ListName, readonly JobFile[]>>;
  readonly separateStatus: boolean;
};

export type Job = JobPlan & {
  readonly id: string;
  readonly startedAt: Date;
  readonly polls: number;
  readonly fate: JobFailure | undefined;
};

export type JobStoreDeps = {
  clock: Pick<Clock, 'now'>;
  duration: JobDuration;
  faults: FaultInjector;
};

/** The jobs of a server; a poll moves one on, and so does time. */
export function jobStore({ clock, duration, faults }: JobStoreDeps) {
  const jobs = new Map<string, Job>();
  let started = 0;

  const progressOf = ({ files, polls, startedAt, fate }: Job): Progress => {
    const seconds = (clock.now().getTime() - startedAt.getTime()) / 1000;
    return progress(files.output.length, { polls, seconds }, duration, fate !== undefined);
  };
  /** Throws Refused (404), also for a job that the server has forgotten by now. */
  const find = (id: string): Job => {
    const job = jobs.get(id);
    if (!job || (job.fate === 'forgotten' && progressOf(job).kind === 'failed'))
      throw new OutcomeError(404, 'not-found', 'no such job');
    return job;
  };

  return {
    find,
    start(plan: JobPlan): Job {
      started += 1;
      const id = createHash('sha256').update(`${plan.order.request} ${started}`).digest('hex');
      const now = { startedAt: clock.now(), polls: 0, fate: faults.jobFailure() };
      const job = { ...plan, ...now, id: id.slice(0, 32) };
      jobs.set(job.id, job);
      return job;
    },
    /** Asks how a job stands, which moves it on. Throws Refused (404). */
    poll(id: string): { job: Job; progress: Progress } {
      jobs.set(id, { ...find(id), polls: find(id).polls + 1 });
      const job = find(id);
      return { job, progress: progressOf(job) };
    },
    isRunning: (): boolean => [...jobs.values()].some((job) => progressOf(job).kind === 'running'),
    /** Throws Refused (404). */
    remove: (id: string) => jobs.delete(find(id).id),
  };
}
export type JobStore = ReturnType<typeof jobStore>;

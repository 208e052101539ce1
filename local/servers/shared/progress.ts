import type { Batches } from '../../../lambdas/lake/export-records.ts';

/** A job is done after that many polls, or that many seconds, or part of each. */
export type Pace = { readonly polls: number; readonly seconds: number };

export type Progress = {
  readonly kind: 'running' | 'failed' | 'successful';
  readonly batches: Batches;
};

/** How far a job of `total` batches is; one that is to end badly fails halfway. */
export function progress(
  total: number,
  { polls, seconds }: Pace,
  pace: Pace,
  bad: boolean,
): Progress {
  const done = Math.min(bad ? 0.5 : 1, polls / pace.polls + seconds / pace.seconds);
  const complete = Math.floor(total * done);
  const left = total - complete;
  if (bad && done === 0.5)
    return { kind: 'failed', batches: { running: 0, complete, failed: left, total } };
  const batches = { running: left, complete, failed: 0, total };
  return { kind: left === 0 && !bad ? 'successful' : 'running', batches };
}

import { elapsed, grouped, megabytes } from '../terminal/text.ts';
import type { Outcome, Progress } from './progress.ts';

/** One export as text, ready to be shown; what is unknown yet is empty. */
export type Facts = {
  source: string;
  /** The state machine's state, or how the export ended. */
  state: string;
  outcome: Outcome['kind'];
  /** `3/12`: the batches of the server's job. */
  batches: string;
  /** Landed resources, or before that those that the server has prepared. */
  resources: string;
  files: string;
  megabytes: string;
  /** Megabytes a second since the plan. */
  rate: string;
  elapsed: string;
  /** From 0 to 1: of the server's job until there is a plan, then of the files. */
  share: number;
  /** Why it failed, was skipped or is delayed. */
  note: string;
};

/** An export at this moment; one that has ended no longer changes. */
export function describe(progress: Progress, now: Date): Facts {
  const { source, outcome, startedAt } = progress;
  const until = outcome.kind === 'running' ? now : outcome.at;
  return {
    source,
    state: outcome.kind === 'running' ? progress.state : outcome.kind,
    outcome: outcome.kind,
    batches: batches(progress),
    resources: resources(progress),
    files: files(progress),
    megabytes: progress.stored.bytes > 0 ? megabytes(progress.stored.bytes) : '',
    rate: rate(progress, until),
    elapsed: elapsed(until.getTime() - startedAt.getTime()),
    share: share(progress),
    note: outcome.kind === 'running' ? progress.problem || progress.delay || '' : note(outcome),
  };
}

const batches = ({ polled: { batches } }: Progress) =>
  batches ? `${grouped(batches.complete)}/${grouped(batches.total)}` : '';

function resources({ outcome, polled }: Progress) {
  const resources = outcome.kind === 'published' ? outcome.lines : polled.resourceCount;
  return resources === undefined ? '' : grouped(resources);
}

const files = ({ planned, stored }: Progress) =>
  planned.kind === 'planned' ? `${grouped(stored.files)}/${grouped(planned.files)}` : '';

/** Half a second is too short to measure a rate. */
function rate({ planned, stored }: Progress, until: Date) {
  if (planned.kind === 'not-yet' || stored.bytes === 0) return '';
  const seconds = (until.getTime() - planned.at.getTime()) / 1000;
  return seconds < 0.5 ? '' : megabytes(stored.bytes / seconds);
}

function share({ planned, stored, polled: { batches }, outcome }: Progress) {
  if (outcome.kind === 'published') return 1;
  if (planned.kind === 'planned') return part(stored.files, planned.files);
  return batches ? part(batches.complete, batches.total) : 0;
}

const part = (done: number, of: number) => (of === 0 ? 0 : Math.min(1, done / of));

function note(outcome: Outcome) {
  if (outcome.kind === 'failed') return outcome.reason;
  if (outcome.kind === 'unchanged') return 'the server publishes nothing new';
  return outcome.kind === 'skipped' ? `${outcome.runningExportId} is still running` : '';
}

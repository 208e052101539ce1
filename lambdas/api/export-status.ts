import * as z from 'zod';
import type { CommitRecord } from '../lake/commit-records.ts';
import type { Batches, RequestRecord } from '../lake/export-records.ts';
import type { PlanRecord } from '../lake/plan-records.ts';
import { isLanded } from '../lake/receipt-records.ts';
import { jsonOrNothing } from '../runtime/json.ts';
import type { FoundExport } from './find-export.ts';
import { listOutput, type Output } from './list-output.ts';

/** An export's status in 1upHealth's shape (1up 6); null: not known, or not known yet. */
type ExportStatus = {
  id: string;
  transactionTime: string | null;
  /** Our own call as path and query, without the group's id; never the server's URL. */
  request: string | null;
  /** The files lie in S3: reading them takes AWS credentials. */
  requiresAccessToken: true;
  status: Status;
  resourceCount: number | null;
  batches: Batches;
  lastUpdated: string | null;
} & Partial<Output> & {
    error?: { name: string; message: string };
    /** In whose favor this export was skipped. */
    runningExportId?: string;
    /** Which export has landed what the server still publishes. */
    lastExportId?: string;
  };

/** Says how an export stands, from its papers and its execution; `bucket` is where its files are. */
export function exportStatus(found: FoundExport, bucket: string): ExportStatus {
  const { id, records: papers } = found;
  const { commit, plan, progress } = papers;
  const status = statusOf(found);
  return {
    id,
    transactionTime: plan?.transactionTime ?? null,
    request: echoRequest(papers.request),
    requiresAccessToken: true,
    status,
    resourceCount: commit?.lines ?? plan?.resourceCount ?? progress?.resourceCount ?? null,
    batches: countBatches(found, status === 'In Progress'),
    lastUpdated: lastUpdated(found),
    ...(status === 'Successful' && commit && listOutput(commit, bucket)),
    ...(status === 'Failed' && { error: errorOf(found) }),
    ...(status === 'Skipped' && outputOf(found, Skipped)),
    ...(status === 'Unchanged' && outputOf(found, Unchanged)),
  };
}

/** What a skipped execution returns, as far as it is told. */
const Skipped = z.object({ runningExportId: z.string() });
/** And one that was landed already. */
const Unchanged = z.object({ lastExportId: z.string() });

const outputOf = <Schema extends z.ZodType>({ execution }: FoundExport, schema: Schema) =>
  schema.safeParse(jsonOrNothing(execution?.output ?? '')).data;

/** Why an export failed. Of the execution only its error's name: a cause may quote anything. */
function errorOf({ records: papers, execution }: FoundExport) {
  if (papers.failure) return { name: papers.failure.name, message: papers.failure.message };
  const name = execution?.error ?? execution?.status ?? 'ExecutionLost';
  return { name, message: 'the execution ended; what it left is still to be cleaned up' };
}

/** 1upHealth's two words, and those it has no sample of (1up 6). */
export type Status =
  | 'In Progress'
  | 'Successful'
  | 'Failed'
  | 'Skipped'
  | 'Unchanged'
  | 'Cancelled';

/** What the execution of an export gave back that had nothing to land. */
const UnchangedKind = z.looseObject({ kind: z.literal('unchanged') });

/**
 * How an export stands. While its execution runs it is in progress, also after the commit, since the
 * catalog may not show all of it yet; after that the commit counts, whatever the execution says.
 */
export function statusOf({ execution, records: papers }: FoundExport): Status {
  if (execution?.status === 'RUNNING') return 'In Progress';
  if (papers.commit) return 'Successful';
  if (execution?.status === 'ABORTED' || papers.failure?.name === 'Cancelled') return 'Cancelled';
  if (execution?.status !== 'SUCCEEDED') return 'Failed';
  const output = jsonOrNothing(execution.output ?? '');
  return UnchangedKind.safeParse(output).success ? 'Unchanged' : 'Skipped';
}

/** The latest moment that an export's papers and execution tell of; null where they tell of none. */
function lastUpdated({ records: papers, execution }: FoundExport): string | null {
  const { progress, commit, failure } = papers;
  const moments = [
    progress?.polledAt,
    commit?.committedAt,
    failure?.failedAt,
    execution?.startedAt,
    execution?.stoppedAt,
  ].flatMap((moment) => (moment === undefined ? [] : [new Date(moment).getTime()]));
  return moments.length > 0 ? new Date(Math.max(...moments)).toISOString() : null;
}

/**
 * What was asked, as the path and query of our own API; null where no paper tells. Whoever may ask
 * for the status need not know whose data it is, so the ids of the group and of patients stay out, and
 * with them filters and a server's own parameters, whose values may name a patient.
 */
export function echoRequest(asked: RequestRecord | undefined): string | null {
  if (!asked) return null;
  const { level, since, mode, until, organizeOutputBy } = asked.request;
  const { types, elements, includeAssociatedData } = asked.request;
  const query = new URLSearchParams({ source: asked.source, level, mode });
  for (const [name, values] of Object.entries({ types, elements, includeAssociatedData }))
    if (values.length > 0) query.set(name, values.join(','));
  for (const [name, value] of Object.entries({ since, until, organizeOutputBy }))
    if (value !== undefined) query.set(name, value);
  return `/exports?${query}`;
}

const NONE: Batches = { running: 0, complete: 0, failed: 0, total: 0 };

/**
 * The batches of an export: the server's own until the plan is made, then the files that are landed.
 * In an export that has ended nothing runs: what was not complete has failed, as has what is quarantined.
 * Always `running + complete + failed = total`, where the server's counters keep to that themselves.
 */
export function countBatches(found: FoundExport, isRunning: boolean): Batches {
  const batches = countOpenBatches(found);
  if (isRunning) return batches;
  return { ...batches, running: 0, failed: batches.failed + batches.running };
}

function countOpenBatches({ records: papers, unitsDone }: FoundExport): Batches {
  const { commit, plan, progress } = papers;
  if (commit) return committed(commit);
  if (plan) return files(landedFiles(plan, unitsDone), plan.files);
  return progress?.batches ?? NONE;
}

function committed(commit: CommitRecord): Batches {
  const complete = commit.files.filter(isLanded).length;
  const total = commit.files.length;
  return { running: 0, complete, failed: total - complete, total };
}

const files = (complete: number, total: number): Batches => ({
  running: total - complete,
  complete,
  failed: 0,
  total,
});

/**
 * Units hold files of like weight, so that counting units tells about how many files are landed, of
 * those that an earlier export had not landed before.
 */
const landedFiles = ({ files, units, inherited }: PlanRecord, unitsDone: number) =>
  units === 0 ? files : inherited + Math.floor(((files - inherited) * unitsDone) / units);

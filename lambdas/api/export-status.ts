import * as z from 'zod';
import type { CommitRecord } from '../lake/commit-records.ts';
import type { Batches, RequestRecord } from '../lake/export-records.ts';
import type { PlanRecord } from '../lake/plan-records.ts';
import { isLanded } from '../lake/receipt-records.ts';
import { tryParseJson } from '../runtime/json.ts';
import type { FoundExport } from './find-export.ts';
import { listOutput, type Output } from './list-output.ts';

/** An export's status in 1upHealth's shape (1up 6); null: not known, or not yet. */
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
    /** Until when the server has asked to wait, if that is more than an hour. */
    waitingUntil?: string;
    /** The export that was running when this one was skipped. */
    runningExportId?: string;
    /** The last export that landed anything of the publication. */
    lastExportId?: string;
  };

/** The status of an export at this time, from its records and its execution; `bucket` has its files. */
export function exportStatus(found: FoundExport, bucket: string, now: Date): ExportStatus {
  const { id, records } = found;
  const { commit, plan, progress } = records;
  const status = statusOf(found);
  return {
    id,
    transactionTime: plan?.transactionTime ?? null,
    request: echoRequest(records.request),
    requiresAccessToken: true,
    status,
    resourceCount: commit?.lines ?? plan?.resourceCount ?? progress?.resourceCount ?? null,
    batches: countBatches(found, status === 'In Progress'),
    lastUpdated: lastUpdated(found),
    ...(status === 'In Progress' && waitOf(found, now)),
    ...(status === 'Successful' && commit && listOutput(commit, bucket)),
    ...(status === 'Failed' && { error: errorOf(found) }),
    ...(status === 'Skipped' && outputOf(found, Skipped)),
    ...(status === 'Unchanged' && outputOf(found, Unchanged)),
  };
}

const waitOf = ({ records: { wait } }: FoundExport, now: Date) =>
  wait && Date.parse(wait.until) > now.getTime() ? { waitingUntil: wait.until } : {};

/** The output of an execution that was skipped. */
const Skipped = z.object({ runningExportId: z.string() });
/** The output of an execution that found no change in a publication. */
const Unchanged = z.object({ lastExportId: z.string() });

const outputOf = <Schema extends z.ZodType>(
  { execution }: Pick<FoundExport, 'execution'>,
  schema: Schema,
) => schema.safeParse(tryParseJson(execution?.output ?? '')).data;

/** Why an export failed. Of the execution only the error's name: its cause may have any text. */
function errorOf({ records, execution }: FoundExport) {
  if (records.failure) return { name: records.failure.name, message: records.failure.message };
  const name = execution?.error ?? execution?.status ?? 'ExecutionLost';
  return { name, message: 'the execution ended; Clean up has not settled the export yet' };
}

/** 1upHealth's two words, and those that it documents no sample of (1up 6). */
export type Status =
  | 'In Progress'
  | 'Successful'
  | 'Failed'
  | 'Skipped'
  | 'Unchanged'
  | 'Cancelled';

/**
 * One word for the status. An export is in progress while its execution runs, also after the commit,
 * since the catalog may not have all partitions yet. After that the commit counts, whatever the
 * execution's status is.
 */
export function statusOf({ execution, records }: FoundExport): Status {
  if (execution?.status === 'RUNNING') return 'In Progress';
  if (records.commit) return 'Successful';
  if (execution?.status === 'ABORTED' || records.failure?.name === 'Cancelled') return 'Cancelled';
  if (execution?.status !== 'SUCCEEDED') return 'Failed';
  return outputOf({ execution }, Unchanged) ? 'Unchanged' : 'Skipped';
}

/** The latest time in an export's records and its execution; null if they have none. */
function lastUpdated({ records, execution }: FoundExport): string | null {
  const { progress, commit, failure } = records;
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
 * The request as path and query of our own API; null if there is no record of it. Reading a status must
 * not show whose data it is: group and patient ids are left out, and so are filters and the server's
 * own parameters, whose values may name a patient.
 */
export function echoRequest(record: RequestRecord | undefined): string | null {
  if (!record) return null;
  const { level, since, mode, until, organizeOutputBy } = record.request;
  const { types, elements, includeAssociatedData } = record.request;
  const query = new URLSearchParams({ source: record.source, level, mode });
  for (const [name, values] of Object.entries({ types, elements, includeAssociatedData }))
    if (values.length > 0) query.set(name, values.join(','));
  for (const [name, value] of Object.entries({ since, until, organizeOutputBy }))
    if (value !== undefined) query.set(name, value);
  return `/exports?${query}`;
}

const NONE: Batches = { running: 0, complete: 0, failed: 0, total: 0 };

/**
 * The batches of an export: the server's own until there is a plan, then files. When an export has
 * ended, none is running: those that are not complete have failed, and so have quarantined files. The
 * sum `running + complete + failed = total` holds if it does for the server's own counters.
 */
export function countBatches(found: FoundExport, isRunning: boolean): Batches {
  const batches = batchesSoFar(found);
  if (isRunning) return batches;
  return { ...batches, running: 0, failed: batches.failed + batches.running };
}

function batchesSoFar({ records, unitsDone }: FoundExport): Batches {
  const { commit, plan, progress } = records;
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
 * About how many files are landed: units have a similar size, so finished units count as their share of
 * the files that were not inherited.
 */
const landedFiles = ({ files, units, inherited }: PlanRecord, unitsDone: number) =>
  units === 0 ? files : inherited + Math.floor(((files - inherited) * unitsDone) / units);

import * as z from 'zod';
import type { Batches } from '../lake/export-records.ts';
import { jsonOrNothing } from '../runtime/json.ts';
import { countBatches } from './count-batches.ts';
import { echoRequest } from './echo-request.ts';
import type { FoundExport } from './find-export.ts';
import { lastUpdated } from './last-updated.ts';
import { listOutput, type Output } from './list-output.ts';
import { type StatusWord, statusWord } from './status-word.ts';

/** An export's status in 1upHealth's shape (1up 6); null: not known, or not known yet. */
export type ExportStatus = {
  id: string;
  transactionTime: string | null;
  /** Our own call as path and query, without the group's id; never the server's URL. */
  request: string | null;
  /** The files lie in S3: reading them takes AWS credentials. */
  requiresAccessToken: true;
  status: StatusWord;
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
  const { id, papers } = found;
  const { commit, plan, progress } = papers;
  const status = statusWord(found);
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
function errorOf({ papers, execution }: FoundExport) {
  if (papers.failure) return { name: papers.failure.name, message: papers.failure.message };
  const name = execution?.error ?? execution?.status ?? 'ExecutionLost';
  return { name, message: 'the execution ended; what it left is still to be cleaned up' };
}

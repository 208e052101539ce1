import { z } from 'zod';
import { CommitRecord } from '../../lambdas/lake/commit-records.ts';
import { FailureRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../lambdas/lake/keys.ts';
import {
  isLanded,
  type LandedReceipt,
  type QuarantinedFile,
  quarantineSummary,
} from '../../lambdas/lake/receipt-records.ts';
import { findRecord } from '../../lambdas/lake/record.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { failureMessage } from '../../lambdas/settlement/failure.ts';
import type { Execution } from '../../lambdas/workflow/executions.ts';

/** How an export ended; `npm run export -- --json` prints it as one line. */
export type ExportResult = {
  exportId: string;
  source: string;
  status: 'published' | 'failed' | 'skipped' | 'unchanged';
  transactionTime: string | null;
  since: string | null;
  /** False if the server reported errors or a file is quarantined; a source can allow to publish such an export. */
  complete: boolean;
  /** Whether it failed while the server still has its job, so that `--resume` can continue it. */
  resumable: boolean;
  /** The landed files, with the objects that each is stored as. */
  files: LandedFile[];
  quarantined: QuarantinedFile[];
  error: { name: string; message: string } | null;
};

type LandedFile = Omit<LandedReceipt, 'kind' | 'index'>;

const Idle = z.looseObject({ kind: z.enum(['skipped', 'unchanged']) });

/** Reads the result from the records of an export whose execution has ended. */
export async function exportResult(
  { exportId, source }: Pick<ExportResult, 'exportId' | 'source'>,
  execution: Execution,
  storage: Storage,
): Promise<ExportResult> {
  const failed = { exportId, source, status: 'failed' as const, ...NOTHING };
  const commit = await findRecord(exportKeys(exportId).commit, CommitRecord, storage);
  if (commit) return publishedResult(commit.record);
  const idle = idleEnd(execution);
  if (idle) return { ...failed, status: idle };
  const failure = (await findRecord(exportKeys(exportId).failure, FailureRecord, storage))?.record;
  const { name, message } = failure ?? fromExecution(execution);
  const resumable = failure?.serverJob === 'kept';
  return { ...failed, resumable, error: { name, message } };
}

function publishedResult(commit: CommitRecord): ExportResult {
  const { exportId, source, transactionTime, since, complete, files } = commit;
  return {
    ...{ exportId, source, status: 'published', ...NOTHING, transactionTime, since, complete },
    files: files.filter(isLanded).map(({ kind: _, index: __, ...file }) => file),
    quarantined: quarantineSummary(files),
  };
}

const NOTHING = {
  transactionTime: null,
  since: null,
  complete: false,
  resumable: false,
  files: [],
  quarantined: [],
  error: null,
};

/** How an export succeeds without landing anything. */
function idleEnd({ status, output }: Execution): 'skipped' | 'unchanged' | undefined {
  if (status !== 'SUCCEEDED') return undefined;
  return Idle.safeParse(JSON.parse(output ?? '{}')).data?.kind;
}

const fromExecution = ({ status, error, cause }: Execution) => ({
  name: error ?? status,
  message: failureMessage({ Error: error ?? status, Cause: cause ?? '' }),
});

/** The totals of landed files: their content, and the objects that they are stored as. */
export function exportTotals(files: readonly LandedFile[]) {
  const objects = files.flatMap((file) => file.objects);
  return {
    lines: sum(files.map(({ lines }) => lines)),
    bytes: sum(files.map(({ bytes }) => bytes)),
    objects: objects.length,
    storedBytes: sum(objects.map(({ bytes }) => bytes)),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

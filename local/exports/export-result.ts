import { z } from 'zod';
import { failureMessage } from '../../lambdas/clean-up/failure-message.ts';
import type { Execution } from '../../lambdas/shared/executions.ts';
import { exportKeys } from '../../lambdas/shared/keys.ts';
import {
  CommitRecord,
  FailureRecord,
  type Receipt,
} from '../../lambdas/shared/records/export-records.ts';
import { findRecord } from '../../lambdas/shared/records/record.ts';
import type { Storage } from '../../lambdas/shared/storage.ts';

/** How an export ended; `npm run export -- --json` prints it as one line. */
export type ExportResult = {
  exportId: string;
  status: 'published' | 'failed' | 'skipped';
  transactionTime: string | null;
  since: string | null;
  files: Pick<Receipt, 'type' | 'key' | 'bytes' | 'lines' | 'checksum'>[];
  error: { name: string; message: string } | null;
};

const Output = z.looseObject({ kind: z.string() });

/** Reads the result out of the export's papers, once its execution has ended. */
export async function exportResult(
  exportId: string,
  execution: Execution,
  storage: Storage,
): Promise<ExportResult> {
  const commit = await findRecord(exportKeys(exportId).commit, CommitRecord, storage);
  if (commit) return publishedResult(commit.record);
  if (isSkipped(execution)) return nothingLanded(exportId, 'skipped', null);
  const failure = await findRecord(exportKeys(exportId).failure, FailureRecord, storage);
  const { name, message } = failure?.record ?? fromExecution(execution);
  return nothingLanded(exportId, 'failed', { name, message });
}

function publishedResult({ exportId, transactionTime, since, files }: CommitRecord): ExportResult {
  return {
    exportId,
    status: 'published',
    transactionTime,
    since,
    files: files.map(({ index: _, ...file }) => file),
    error: null,
  };
}

const nothingLanded = (
  exportId: string,
  status: ExportResult['status'],
  error: ExportResult['error'],
): ExportResult => ({ exportId, status, transactionTime: null, since: null, files: [], error });

const isSkipped = ({ status, output }: Execution) =>
  status === 'SUCCEEDED' && Output.safeParse(JSON.parse(output ?? '{}')).data?.kind === 'skipped';

const fromExecution = ({ status, error, cause }: Execution) => ({
  name: error ?? status,
  message: failureMessage({ Error: error ?? status, Cause: cause ?? '' }),
});

import type { Begin, RequestRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, newExportId } from '../../lambdas/lake/keys.ts';
import { writeRecord } from '../../lambdas/lake/record.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import type { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { stopExport } from '../../lambdas/settlement/decision.ts';
import type { Start } from '../../lambdas/workflow/events.ts';
import type { Executions } from '../../lambdas/workflow/executions.ts';
import type { LiveDisplay } from '../display/live-display.ts';
import type { Laptop } from '../laptop/laptop.ts';
import { type ExportResult, exportResult } from './export-result.ts';
import { progressObserver } from './progress-observer.ts';

/** What to export and how to begin; a resumed export has the request of the failed one. */
export type ExportInput =
  | { source: string; request: ExportRequest; adopt?: string | undefined }
  | { source: string; resume: string };

/**
 * Runs one export to its end, started as by the API, and shows its progress. An abort stops the execution
 * and waits for Clean up.
 */
export async function runExport(
  input: ExportInput,
  laptop: Laptop,
  display: Pick<LiveDisplay, 'show'>,
  signal?: AbortSignal,
): Promise<ExportResult> {
  const { collaborators } = laptop;
  const { storage, executions, clock, random } = collaborators;
  const { source } = input;
  const exportId = newExportId(source, clock.now(), random());
  const show: LiveDisplay['show'] = (event) => display.show(event);
  const observer = progressObserver(exportId, source, show, collaborators);
  const removeObserver = laptop.observe(exportId, observer);
  const stop = () => {
    stopExport(exportId, 'stopped by the operator', collaborators).catch(() => {});
  };
  try {
    await executions.start(exportId, await startOf(exportId, input, storage));
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const execution = await laptop.finished(exportId);
    const result = await exportResult({ exportId, source }, execution, storage);
    observer.onEnded(result);
    return result;
  } finally {
    signal?.removeEventListener('abort', stop);
    removeObserver();
  }
}

/** The request is written to S3, because the execution's input must not contain a group's id (invariant 6). */
async function startOf(exportId: string, input: ExportInput, storage: Storage): Promise<Start> {
  const { source } = input;
  if ('resume' in input) return { source, resume: input.resume };
  const { request, adopt } = input;
  const begin: Begin = adopt ? { kind: 'adopt', statusUrl: adopt } : { kind: 'kick-off' };
  const record: RequestRecord = { source, request, begin };
  await writeRecord(exportKeys(exportId).request, record, storage);
  return { source };
}

/** The laptop's executions; the display shows each from its start to its end. */
export function displayedExecutions(
  laptop: Laptop,
  display: Pick<LiveDisplay, 'show'>,
): Executions {
  const { collaborators } = laptop;
  const { executions, storage } = collaborators;
  const follow = async (exportId: string, source: string) => {
    const show: LiveDisplay['show'] = (event) => display.show(event);
    const observer = progressObserver(exportId, source, show, collaborators);
    const removeObserver = laptop.observe(exportId, observer);
    const execution = await laptop.finished(exportId);
    observer.onEnded(await exportResult({ exportId, source }, execution, storage));
    removeObserver();
  };
  return {
    ...executions,
    async start(exportId, input) {
      await executions.start(exportId, input);
      follow(exportId, input.source).catch(() => {});
    },
  };
}

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

/** What is to be exported, and how it begins; a resumed export does what the failed one was asked. */
export type ExportInput =
  | { source: string; request: ExportRequest; adopt?: string | undefined }
  | { source: string; resume: string };

/**
 * Runs one export to its end, as the API would start it, and shows its progress. An abort stops the
 * execution; the clean-up that follows is waited for.
 */
export async function runExport(
  toExport: ExportInput,
  laptop: Laptop,
  display: Pick<LiveDisplay, 'show'>,
  signal?: AbortSignal,
): Promise<ExportResult> {
  const { collaborators } = laptop;
  const { storage, executions, clock, random } = collaborators;
  const { source } = toExport;
  const exportId = newExportId(source, clock.now(), random());
  const watch = progressObserver(
    exportId,
    source,
    (event) => display.show(event),
    laptop.collaborators,
  );
  const unwatch = laptop.observe(exportId, watch);
  const stop = () => {
    stopExport(exportId, 'stopped by the operator', collaborators).catch(() => {});
  };
  try {
    await executions.start(exportId, await startOf(exportId, toExport, storage));
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const execution = await laptop.finished(exportId);
    const result = await exportResult({ exportId, source }, execution, storage);
    watch.onEnded(result);
    return result;
  } finally {
    signal?.removeEventListener('abort', stop);
    unwatch();
  }
}

/** What is asked lies in S3, because a group's id must not stand in an execution's input (invariant 6). */
async function startOf(exportId: string, toExport: ExportInput, storage: Storage): Promise<Start> {
  const { source } = toExport;
  if ('resume' in toExport) return { source, resume: toExport.resume };
  const { request, adopt } = toExport;
  const begin: Begin = adopt ? { kind: 'adopt', statusUrl: adopt } : { kind: 'kick-off' };
  const record: RequestRecord = { source, request, begin };
  await writeRecord(exportKeys(exportId).request, record, storage);
  return { source };
}

/** The laptop's executions, each of which is shown from its start to its end. */
export function displayedExecutions(
  laptop: Laptop,
  display: Pick<LiveDisplay, 'show'>,
): Executions {
  const { collaborators } = laptop;
  const { executions, storage } = collaborators;
  const follow = async (exportId: string, source: string) => {
    const show: LiveDisplay['show'] = (event) => display.show(event);
    const watch = progressObserver(exportId, source, show, collaborators);
    const unwatch = laptop.observe(exportId, watch);
    const execution = await laptop.finished(exportId);
    watch.onEnded(await exportResult({ exportId, source }, execution, storage));
    unwatch();
  };
  return {
    ...executions,
    async start(exportId, input) {
      await executions.start(exportId, input);
      follow(exportId, input.source).catch(() => {});
    },
  };
}

import { newExportId } from '../../lambdas/shared/export-id.ts';
import { exportKeys } from '../../lambdas/shared/keys.ts';
import { writeRecord } from '../../lambdas/shared/records/record.ts';
import type { ExportRequest } from '../../lambdas/shared/settings/export-request.ts';
import { stopExport } from '../../lambdas/shared/stop-export.ts';
import type { LiveDisplay } from '../display/display.ts';
import type { Laptop } from '../laptop/laptop.ts';
import { type ExportResult, exportResult } from './export-result.ts';
import { watchProgress } from './watch-progress.ts';

/**
 * Runs one export to its end, as the API would start it, and shows its progress. An abort stops the
 * execution; the clean-up that follows is waited for.
 */
export async function runExport(
  source: string,
  request: ExportRequest,
  laptop: Laptop,
  display: Pick<LiveDisplay, 'show'>,
  signal?: AbortSignal,
): Promise<ExportResult> {
  const { collaborators } = laptop;
  const { storage, executions, clock, random } = collaborators;
  const exportId = newExportId(source, clock.now(), random());
  const watch = watchProgress(
    exportId,
    source,
    (event) => display.show(event),
    laptop.collaborators,
  );
  const unwatch = laptop.watch(exportId, watch);
  const stop = () => {
    stopExport(exportId, 'stopped by the operator', collaborators).catch(() => {});
  };
  try {
    await writeRecord(exportKeys(exportId).request, { source, request }, storage);
    await executions.start(exportId, { source });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const execution = await laptop.finished(exportId);
    const result = await exportResult(exportId, execution, storage);
    watch.onEnded(result);
    return result;
  } finally {
    signal?.removeEventListener('abort', stop);
    unwatch();
  }
}

import * as z from 'zod';
import { connect, type ServerDeps } from '../fhir-server/fhir-server.ts';
import { AttachmentUnit } from '../lake/attachment-records.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { type PlannedFile, UnitRecord } from '../lake/plan-records.ts';
import { bytesOf, type Receipt } from '../lake/receipt-records.ts';
import { readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { afterError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { DownloadEvent, Downloaded, Unfinished } from '../workflow/events.ts';
import { collectAttachments } from './attachments/collect-attachments.ts';
import { downloadAttachments } from './attachments/download-attachments.ts';
import { downloadFile } from './fetch/download-file.ts';
import { freshLinks } from './fetch/fresh-links.ts';
import { openCheckpointStore } from './receipts/checkpoint-store.ts';
import { openFileReceipts } from './receipts/receipt-store.ts';
import { partBuffers } from './store/part-buffers.ts';
import { smallPuts } from './store/small-puts.ts';
import type { CallThrottleDeps } from './throttle/call-throttle.ts';
import { runThrottled } from './throttle/run-throttled.ts';

export type DownloadDeps = ServerDeps & CallThrottleDeps & { sizes: Sizes };

/** Time kept back to upload the current part and to save the checkpoint. */
const TIME_UP_MILLISECONDS = 30 * 1000;

/**
 * Downloads one unit's files, one after another, to their final keys; or its attachments. The next
 * call, after a time limit, a wait, a failure or a crash, skips the files that have a receipt. A file
 * that takes longer than a call is resumed from its checkpoint; after a crash it is downloaded again.
 */
export async function download(
  event: DownloadEvent,
  deps: DownloadDeps,
  remainingMilliseconds: () => number,
): Promise<Downloaded> {
  const unit = await readRecord(event.unitKey, z.union([UnitRecord, AttachmentUnit]), deps.storage);
  return 'files' in unit
    ? downloadFiles(unit, event, deps, remainingMilliseconds)
    : downloadAttachments(unit, event, deps, remainingMilliseconds);
}

async function downloadFiles(
  unit: UnitRecord,
  event: DownloadEvent,
  deps: DownloadDeps,
  remainingMilliseconds: () => number,
): Promise<Downloaded> {
  const { exportId } = event;
  const { clock, log, sizes } = deps;
  const { files: storage, records } = smallPuts(deps.storage, sizes);
  const receipts = await openFileReceipts(exportId, unit.unit, { storage: records, clock });
  const checkpoints = await openCheckpointStore(exportId, unit.unit, deps.storage);
  const { source, server } = connect(event.source, deps);
  const { verify, compress, onBrokenFile } = source;
  const fileDeps = {
    ...{ exportId, server, storage, receipts, checkpoints, clock, log, sizes },
    ...{ requiresAccessToken: unit.requiresAccessToken, verify, compress, onBrokenFile },
    links: freshLinks(unit, { source, server, clock }),
    buffers: partBuffers(),
    isTimeUp: () => remainingMilliseconds() < TIME_UP_MILLISECONDS,
    ...(source.attachments && {
      attachmentCollector: collectAttachments(
        await dataExportIdOf(exportId, deps.storage),
        deps.storage,
      ),
    }),
  };
  const downloadOne = async (file: PlannedFile): Promise<Unfinished | undefined> =>
    (await downloadFile(file, fileDeps)) === 'paused' ? { kind: 'continue' } : undefined;
  const landed = new Set(receipts.receipts().map(({ index }) => index));
  const todo = unit.files.filter(({ index }) => !landed.has(index));
  const call = { event, source, remainingMilliseconds, whenDown: 'fail' as const };
  const unfinished = await runThrottled(todo, downloadOne, call, deps).catch((error: unknown) =>
    afterError(error, receipts.flush),
  );
  await receipts.flush();
  if (unfinished) return unfinished;
  return done(exportId, unit.unit, receipts.receipts(), deps.log);
}

async function dataExportIdOf(exportId: string, storage: Storage): Promise<string> {
  const job = await readRecord(exportKeys(exportId).job, JobRecord, storage);
  return job.dataExportId;
}

function done(exportId: string, unit: number, receipts: readonly Receipt[], log: Log): Downloaded {
  const bytes = receipts.reduce((sum, receipt) => sum + bytesOf(receipt), 0);
  log.count('DownloadedBytes', bytes);
  log.info('download.done', { exportId, unit, files: receipts.length, bytes });
  return { kind: 'done', files: receipts.length, bytes };
}

import * as z from 'zod';
import { connect, type ServerDeps } from '../fhir-server/fhir-server.ts';
import { AttachmentUnit } from '../lake/attachment-records.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { type PlannedFile, UnitRecord } from '../lake/plan-records.ts';
import { bytesOf, type Receipt } from '../lake/receipt-records.ts';
import { readRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { DownloadEvent, Downloaded } from '../workflow/events.ts';
import { type Noting, notingTo } from './attachments/collect-attachments.ts';
import { downloadAttachments } from './attachments/download-attachments.ts';
import { landFile } from './fetch/download-file.ts';
import { freshLinks } from './fetch/fresh-links.ts';
import { openFileBook } from './receipts/checkpoint-store.ts';
import { openReceiptBook } from './receipts/receipt-store.ts';
import { partBuffers } from './store/part-buffers.ts';
import { smallPuts } from './store/small-puts.ts';
import { politely } from './throttle/run-throttled.ts';

export type DownloadDeps = ServerDeps & {
  storage: Storage;
  sizes: Sizes;
  clock: Clock;
  random: () => number;
  log: Log;
};

/** Time kept back to store the part that is on its way, and to write down how far a file is (D24). */
const TIME_UP_MILLISECONDS = 30 * 1000;

/**
 * Downloads one unit's files, one after another, to their final keys, or its attachments. Receipts of
 * files that are stored are kept, so that a call which runs out of time, or a retry after a failure or a
 * kill, goes on about where the last one stopped, as does a call after a wait for a server that is busy.
 * A file that takes longer than a call is left in the middle, and gone on with by the next (D14); after
 * a kill it is written again, whole.
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
  const { files: storage, papers } = smallPuts(deps.storage, deps.sizes);
  const book = await openReceiptBook(exportId, unit.unit, { storage: papers, clock: deps.clock });
  const landed = new Set(book.receipts().map((receipt) => receipt.index));
  const todo = unit.files.filter((file) => !landed.has(file.index));
  const { source, server } = connect(event.source, deps);
  const links = freshLinks(unit, { source, server, clock: deps.clock });
  const { requiresAccessToken } = unit;
  const noting = source.attachments && (await notingOf(exportId, deps.storage));
  const landDeps = {
    ...{ server, storage, requiresAccessToken, clock: deps.clock, links },
    ...{ buffers: partBuffers(), sizes: deps.sizes },
    ...{ verify: source.verify, compress: source.compress },
    ...{ exportId, onBrokenFile: source.onBrokenFile },
    ...{ receipts: book, openFiles: await openFileBook(exportId, unit.unit, deps.storage) },
    isTimeUp: () => remainingMilliseconds() < TIME_UP_MILLISECONDS,
    ...(noting && { noting }),
  };
  const land = async (file: PlannedFile) =>
    (await landFile(file, landDeps)) && { kind: 'continue' as const };
  try {
    const call = { event, source, remainingMilliseconds, whenDown: 'fail' as const };
    const unfinished = await politely(todo, land, call, deps);
    if (unfinished) return unfinished;
  } finally {
    await book.keep();
  }
  return done(exportId, unit.unit, book.receipts(), deps.log);
}

async function notingOf(exportId: string, storage: Storage): Promise<Noting> {
  const { dataExportId } = await readRecord(exportKeys(exportId).job, JobRecord, storage);
  return notingTo(dataExportId, storage);
}

function done(exportId: string, unit: number, receipts: readonly Receipt[], log: Log): Downloaded {
  const bytes = receipts.reduce((sum, receipt) => sum + bytesOf(receipt), 0);
  log.count('DownloadedBytes', bytes);
  log.info('download.done', { exportId, unit, files: receipts.length, bytes });
  return { kind: 'done', files: receipts.length, bytes };
}

import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { type Receipt, UnitRecord } from '../shared/records/export-records.ts';
import { readRecord } from '../shared/records/record.ts';
import { connect, type ServerDeps } from '../shared/server/connect.ts';
import type { Storage } from '../shared/storage.ts';
import type { DownloadEvent, Downloaded } from '../shared/workflow.ts';
import { fetchFile } from './fetch-file.ts';
import { openReceiptBook } from './receipt-book.ts';
import { withRetries } from './with-retries.ts';

export type DownloadDeps = ServerDeps & { storage: Storage; clock: Clock; log: Log };

/**
 * Time kept back, beside that of the slowest file so far, so that a call ends by itself and not in
 * the middle of a file: the next one goes on after the receipts (D24).
 */
const RESERVE_MILLISECONDS = 60 * 1000;

/**
 * Downloads one unit's files, one after another, to their final keys. Receipts of files that are
 * done are kept, so that a call which runs out of time, or a retry after a failure or a kill, goes
 * on about where the last one stopped; a file that was on its way is written again, whole.
 */
export async function download(
  { exportId, source: sourceId, unitKey }: DownloadEvent,
  deps: DownloadDeps,
  remainingMilliseconds: () => number,
): Promise<Downloaded> {
  const unit = await readRecord(unitKey, UnitRecord, deps.storage);
  const book = await openReceiptBook(exportId, unit.unit, deps);
  const landed = new Set(book.receipts().map((receipt) => receipt.index));
  const todo = unit.files.filter((file) => !landed.has(file.index));
  const { server } = connect(sourceId, deps);
  const { requiresAccessToken } = unit;
  const fetchDeps = { server, storage: deps.storage, requiresAccessToken };
  let slowestMilliseconds = 0;
  try {
    for (const [i, file] of todo.entries()) {
      const needed = slowestMilliseconds + RESERVE_MILLISECONDS;
      if (i > 0 && remainingMilliseconds() < needed) return { kind: 'more' };
      const began = deps.clock.now().getTime();
      await book.add(await withRetries(() => fetchFile(file, fetchDeps), deps));
      slowestMilliseconds = Math.max(slowestMilliseconds, deps.clock.now().getTime() - began);
    }
  } finally {
    await book.keep();
  }
  return done(exportId, unit.unit, book.receipts(), deps.log);
}

function done(exportId: string, unit: number, receipts: readonly Receipt[], log: Log): Downloaded {
  const bytes = receipts.reduce((sum, receipt) => sum + receipt.bytes, 0);
  log.count('DownloadedBytes', bytes);
  log.info('download.done', { exportId, unit, files: receipts.length, bytes });
  return { kind: 'done', files: receipts.length, bytes };
}

import type { Clock } from '../shared/clock.ts';
import { exportKeys } from '../shared/keys.ts';
import { type Receipt, ReceiptsRecord } from '../shared/records/export-records.ts';
import { findRecord, writeRecord } from '../shared/records/record.ts';
import type { Storage } from '../shared/storage.ts';

/** Work that a kill may cost, and the price of one write. */
const KEEP_EVERY_SECONDS = 10;

/** The receipts of one unit, of this call and of earlier ones. */
export type ReceiptBook = {
  receipts(): Receipt[];
  /** Adds a receipt, and now and then writes the book, so that a kill costs little (D24). */
  add(receipt: Receipt): Promise<void>;
  /** Writes the book. */
  keep(): Promise<void>;
};

/** Opens the book of a unit with what earlier calls have kept. */
export async function openReceiptBook(
  exportId: string,
  unit: number,
  { storage, clock }: { storage: Storage; clock: Clock },
): Promise<ReceiptBook> {
  const key = exportKeys(exportId).unitReceipts(unit);
  const byIndex = new Map<number, Receipt>();
  const read = async () => {
    const kept = await findRecord(key, ReceiptsRecord, storage);
    for (const receipt of kept?.record.receipts ?? []) byIndex.set(receipt.index, receipt);
    return kept?.etag;
  };
  let etag = await read();
  let keptAt = clock.now();
  const keep = async (): Promise<void> => {
    const condition = etag ? { kind: 'if-match' as const, etag } : { kind: 'if-absent' as const };
    const receipts = [...byIndex.values()];
    const put = await writeRecord(key, { unit, receipts }, storage, condition);
    // A call that was given up on may still run and write: what it knows is kept, too.
    etag = await read();
    if (put === 'refused') return keep();
    keptAt = clock.now();
  };
  return {
    receipts: () => [...byIndex.values()],
    keep,
    async add(receipt) {
      byIndex.set(receipt.index, receipt);
      const seconds = (clock.now().getTime() - keptAt.getTime()) / 1000;
      if (seconds >= KEEP_EVERY_SECONDS) await keep();
    },
  };
}

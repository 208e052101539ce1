import type { z } from 'zod';
import { exportKeys } from '../../lake/keys.ts';
import { type Receipt, ReceiptsRecord } from '../../lake/receipt-records.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';

/** The work that a crash may cost, against the price of a write. */
const FLUSH_EVERY_SECONDS = 10;

/** The receipts of one unit, of this call and of earlier ones. */
export type ReceiptStore<Item = Receipt> = {
  receipts(): Item[];
  /** Adds a receipt; flushes if the last flush is some time ago, so that a crash costs little. */
  add(receipt: Item): Promise<void>;
  /** Writes all receipts. */
  flush(): Promise<void>;
};

type StoreDeps = { storage: Storage; clock: Clock };

/** Opens the receipts of a unit of files. */
export const openFileReceipts = (
  exportId: string,
  unit: number,
  deps: StoreDeps,
): Promise<ReceiptStore> =>
  openReceiptStore(
    { key: exportKeys(exportId).unitReceipts(unit), unit, schema: ReceiptsRecord },
    deps,
  );

type StoredReceipts<Item> = {
  key: string;
  unit: number;
  schema: z.ZodType<{ unit: number; receipts: Item[] }>;
  /** Whether a stored receipt still counts; default: all do. */
  isCurrent?: (receipt: Item) => boolean;
};

/** Opens the receipts of a unit, with those that earlier calls have written. */
export async function openReceiptStore<Item extends { index: number }>(
  { key, unit, schema, isCurrent = () => true }: StoredReceipts<Item>,
  { storage, clock }: StoreDeps,
): Promise<ReceiptStore<Item>> {
  const byIndex = new Map<number, Item>();
  const read = async () => {
    const found = await findRecord(key, schema, storage);
    for (const receipt of found?.record.receipts ?? [])
      if (isCurrent(receipt)) byIndex.set(receipt.index, receipt);
    return found?.etag;
  };
  let etag = await read();
  let flushedAt = clock.now();
  const flush = async (): Promise<void> => {
    const condition = etag ? { kind: 'if-match' as const, etag } : { kind: 'if-absent' as const };
    const receipts = [...byIndex.values()];
    const put = await writeRecord(key, { unit, receipts }, storage, condition);
    // An earlier call that timed out may still run and write; its receipts are kept, too.
    etag = await read();
    if (put === 'refused') return flush();
    flushedAt = clock.now();
  };
  return {
    receipts: () => [...byIndex.values()],
    flush,
    async add(receipt) {
      byIndex.set(receipt.index, receipt);
      const seconds = (clock.now().getTime() - flushedAt.getTime()) / 1000;
      if (seconds >= FLUSH_EVERY_SECONDS) await flush();
    },
  };
}

import type { z } from 'zod';
import { exportKeys } from '../../lake/keys.ts';
import { type Receipt, ReceiptsRecord } from '../../lake/receipt-records.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';

/** Work that a kill may cost, and the price of one write. */
const KEEP_EVERY_SECONDS = 10;

/** The receipts of one unit, of this call and of earlier ones. */
export type Book<Of> = {
  receipts(): Of[];
  /** Adds a receipt, and now and then writes the book, so that a kill costs little (D24). */
  add(receipt: Of): Promise<void>;
  /** Writes the book. */
  keep(): Promise<void>;
};

/** The receipts of files. */
export type ReceiptBook = Book<Receipt>;

type BookDeps = { storage: Storage; clock: Clock };

/** Opens the book of a unit of files with what earlier calls have kept. */
export const openReceiptBook = (
  exportId: string,
  unit: number,
  deps: BookDeps,
): Promise<ReceiptBook> =>
  openBook({ key: exportKeys(exportId).unitReceipts(unit), unit, schema: ReceiptsRecord }, deps);

type BookOf<Of> = {
  key: string;
  unit: number;
  schema: z.ZodType<{ unit: number; receipts: Of[] }>;
  /** Which receipts are of this unit; all of them where it says nothing. */
  isOwn?: (receipt: Of) => boolean;
};

/** Opens any such book. */
export async function openBook<Of extends { index: number }>(
  { key, unit, schema, isOwn = () => true }: BookOf<Of>,
  { storage, clock }: BookDeps,
): Promise<Book<Of>> {
  const byIndex = new Map<number, Of>();
  const read = async () => {
    const kept = await findRecord(key, schema, storage);
    for (const receipt of kept?.record.receipts ?? [])
      if (isOwn(receipt)) byIndex.set(receipt.index, receipt);
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

import { exportKeys } from '../shared/keys.ts';
import { type Receipt, ReceiptsRecord } from '../shared/records/export-records.ts';
import { readRecord } from '../shared/records/record.ts';
import type { Storage } from '../shared/storage.ts';

/** Every receipt of an export, in the order of the manifest. */
export async function collectReceipts(
  exportId: string,
  units: number,
  storage: Storage,
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (let unit = 1; unit <= units; unit += 1) {
    const key = exportKeys(exportId).unitReceipts(unit);
    receipts.push(...(await readRecord(key, ReceiptsRecord, storage)).receipts);
  }
  return receipts.sort((a, b) => a.index - b.index);
}

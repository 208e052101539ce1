import { exportKeys } from './keys.ts';
import type { PlanRecord } from './plan-records.ts';
import { type Receipt, ReceiptsRecord } from './receipt-records.ts';
import { readRecord } from './record.ts';
import type { Storage } from './storage.ts';

/**
 * Every receipt of an export, inherited ones among them, in the order of the manifest. Each file has
 * one: where it has landed twice, as a Download of the resumed export came late, the export's own counts.
 */
export async function collectReceipts(
  exportId: string,
  { units, inherited }: Pick<PlanRecord, 'units' | 'inherited'>,
  storage: Storage,
): Promise<Receipt[]> {
  const keys = exportKeys(exportId);
  const own = Array.from({ length: units }, (_, i) => keys.unitReceipts(i + 1));
  const byIndex = new Map<number, Receipt>();
  for (const key of [...(inherited > 0 ? [keys.inheritedReceipts] : []), ...own])
    for (const receipt of (await readRecord(key, ReceiptsRecord, storage)).receipts)
      byIndex.set(receipt.index, receipt);
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

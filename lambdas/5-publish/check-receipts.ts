import { PublishRefused } from '../shared/errors.ts';
import { isOutput } from '../shared/records/landed-type.ts';
import type { PlanRecord } from '../shared/records/plan-records.ts';
import type { Receipt } from '../shared/records/receipt-records.ts';

/**
 * Refuses to publish what does not add up (invariant 3): every file of the plan has one receipt,
 * every object in the bucket has the size of its receipt and there is no other, and the records are
 * as many as the server promised. Throws PublishRefused.
 */
export function checkReceipts(
  plan: PlanRecord,
  receipts: readonly Receipt[],
  stored: ReadonlyMap<string, number>,
): void {
  if (receipts.length !== plan.files || receipts.some((receipt, i) => receipt.index !== i + 1))
    throw new PublishRefused(`${receipts.length} receipts for ${plan.files} files`);
  if (stored.size !== receipts.length)
    throw new PublishRefused(`${stored.size} objects in the bucket for ${receipts.length} files`);
  for (const { key, bytes } of receipts)
    if (stored.get(key) !== bytes)
      throw new PublishRefused(`${key} has ${stored.get(key) ?? 'no'} bytes, its receipt ${bytes}`);
  const lines = outputLines(receipts);
  if (plan.resourceCount !== undefined && plan.resourceCount !== lines)
    throw new PublishRefused(`${lines} records landed, the server counted ${plan.resourceCount}`);
}

/** How many records landed; deletions and outcomes are none. */
export const outputLines = (receipts: readonly Receipt[]): number =>
  receipts.reduce((sum, { type, lines }) => sum + (isOutput(type) ? lines : 0), 0);

import { isOutput } from '../lake/landed-type.ts';
import type { PlanRecord } from '../lake/plan-records.ts';
import {
  isLanded,
  type LandedReceipt,
  type Receipt,
  type StoredObject,
} from '../lake/receipt-records.ts';
import { PublishRefused } from '../runtime/errors.ts';

/** Size in bytes of every object where this export's data lies, by key. */
type Stored = ReadonlyMap<string, number>;

/**
 * Refuses to publish what does not add up (invariant 3): every file of the plan has one receipt, every
 * object of a landed one is in the bucket with its size and there is no other, and the records are as
 * many as the server promised. Throws PublishRefused.
 */
export function checkReceipts(
  plan: PlanRecord,
  receipts: readonly Receipt[],
  stored: Stored,
): void {
  if (receipts.length !== plan.files || receipts.some((receipt, i) => receipt.index !== i + 1))
    throw new PublishRefused(`${receipts.length} receipts for ${plan.files} files`);
  const landed = receipts.filter(isLanded);
  checkObjects(
    landed.flatMap(({ objects }) => objects),
    stored,
  );
  checkCount(plan, outputLines(landed), landed.length < receipts.length);
}

function checkObjects(objects: readonly StoredObject[], stored: Stored) {
  const named = new Set<string>();
  for (const { key, bytes } of objects) {
    if (stored.get(key) !== bytes)
      throw new PublishRefused(`${key} has ${stored.get(key) ?? 'no'} bytes, its receipt ${bytes}`);
    if (named.has(key)) throw new PublishRefused(`two receipts name ${key}`);
    named.add(key);
  }
  const strays = [...stored.keys()].filter((key) => !named.has(key));
  if (strays.length > 0) throw new PublishRefused(strayMessage(strays));
}

const MAX_KEYS = 3;

/** No step may delete an object, so that somebody has to. */
function strayMessage(keys: readonly string[]): string {
  const some = keys.slice(0, MAX_KEYS).join(', ');
  const more = keys.length > MAX_KEYS ? ` and ${keys.length - MAX_KEYS} more` : '';
  return `no receipt names ${some}${more}: delete what no receipt names, and resume the export`;
}

/** What is quarantined counts among the server's records, and nobody knows how many it holds. */
function checkCount({ resourceCount }: PlanRecord, lines: number, isPart: boolean) {
  if (resourceCount === undefined || resourceCount === lines) return;
  if (isPart && lines < resourceCount) return;
  throw new PublishRefused(`${lines} records landed, the server counted ${resourceCount}`);
}

/** How many records landed; deletions and outcomes are none. */
export const outputLines = (receipts: readonly LandedReceipt[]): number =>
  receipts.reduce((sum, { type, lines }) => sum + (isOutput(type) ? lines : 0), 0);

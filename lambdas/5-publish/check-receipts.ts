import { typePrefix } from '../lake/keys.ts';
import { isOutput } from '../lake/landed-type.ts';
import type { PlanRecord } from '../lake/plan-records.ts';
import {
  isLanded,
  type LandedReceipt,
  type Receipt,
  type StoredObject,
} from '../lake/receipt-records.ts';
import type { Storage } from '../lake/storage.ts';
import { PublishRefused, ServerReportedErrors } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';
import { typesOf } from '../settlement/register.ts';

/** Size in bytes of every object under this export's data prefixes, by key. */
type Stored = ReadonlyMap<string, number>;

/**
 * Checks before publication (invariant 3) that every planned file has one receipt, that the bucket holds
 * every object of the landed files with its size and no other, and that as many records landed as the
 * server counted. Throws PublishRefused.
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

/** No step has the permission to delete an object, so an operator must. */
function strayMessage(keys: readonly string[]): string {
  const some = keys.slice(0, MAX_KEYS).join(', ');
  const more = keys.length > MAX_KEYS ? ` and ${keys.length - MAX_KEYS} more` : '';
  return `objects without a receipt: ${some}${more}; delete every object that no receipt names, then resume the export`;
}

/** The server also counted the records of quarantined files, whose number is unknown. */
function checkCount({ resourceCount }: PlanRecord, lines: number, isPart: boolean) {
  if (resourceCount === undefined || resourceCount === lines) return;
  if (isPart && lines < resourceCount) return;
  throw new PublishRefused(`${lines} records landed, the server counted ${resourceCount}`);
}

/** How many records landed, without deletions and OperationOutcomes. */
export const outputLines = (receipts: readonly LandedReceipt[]): number =>
  receipts.reduce((sum, { type, lines }) => sum + (isOutput(type) ? lines : 0), 0);

/** Size in bytes of every object under this export's data prefixes, by key. */
export async function listStored(
  dataExportId: string,
  exportDate: string,
  receipts: readonly Receipt[],
  storage: Storage,
): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  for (const type of typesOf(receipts))
    for await (const { key, bytes } of storage.list(typePrefix(type, exportDate, dataExportId)))
      stored.set(key, bytes);
  return stored;
}

/**
 * Whether an export is complete according to the server's OperationOutcomes. Warnings and information
 * never count; `onOutcome` says what errors mean (rule 35). Throws ServerReportedErrors.
 */
export function checkOutcomes(
  receipts: readonly LandedReceipt[],
  onOutcome: Source['onOutcome'],
): boolean {
  const bad = receipts.filter(({ issues }) => issues && issues.fatal + issues.error > 0);
  const errors = bad.reduce(
    (sum, { issues }) => sum + (issues?.fatal ?? 0) + (issues?.error ?? 0),
    0,
  );
  if (errors === 0 || onOutcome === 'warn') return true;
  if (onOutcome === 'partial') return false;
  throw new ServerReportedErrors(
    `the server reported ${errors} errors in this export: see ${bad[0]?.objects[0]?.key}; "onOutcome": "partial" publishes such an export as not complete`,
  );
}

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

/** Size in bytes of every data object that lies where this export's data lies, by key. */
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
 * Whether an export is complete, by what the server's OperationOutcomes say: warnings and information
 * never count, errors as the source's settings want it (M11, rule 35). Throws ServerReportedErrors.
 */
export function judgeOutcomes(
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
    `the server tells of ${errors} errors in this export: see ${bad[0]?.objects[0]?.key}; "onOutcome": "partial" publishes such an export as not complete`,
  );
}

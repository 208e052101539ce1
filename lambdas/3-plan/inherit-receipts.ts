import { isDeepStrictEqual } from 'node:util';
import { RequestRecord } from '../lake/export-records.ts';
import { type Encoding, exportKeys, pieceKey, wholeKey } from '../lake/keys.ts';
import { mayAttach } from '../lake/landed-type.ts';
import { type PlannedFile, PlanRecord } from '../lake/plan-records.ts';
import { isLanded, type LandedReceipt, ReceiptsRecord } from '../lake/receipt-records.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { ManifestRefused } from '../runtime/errors.ts';

/** What is known of the manifest, and how far it was planned before. */
type Listed = {
  transactionTime: string;
  plannedPages: number;
  /** Whether there will be more pages. */
  hasMorePages: boolean;
  attachments: boolean;
};

/**
 * What the export that this one resumes has landed already, by index, written down for Publish. Of pages
 * that were planned before, it stays what it was: the resumed export may still land a file late, which
 * is to be fetched by then. A file whose attachments are wanted and were not noted is fetched again, and
 * so is one that was quarantined: perhaps the server has mended it.
 * Throws ManifestRefused where the server's job answers something else than it did.
 */
export async function inheritReceipts(
  exportId: string,
  files: readonly PlannedFile[],
  listed: Listed,
  storage: Storage,
): Promise<Map<number, LandedReceipt>> {
  const resumed = await resumedPlan(exportId, storage);
  if (!resumed) return new Map();
  if (resumed.plan.transactionTime !== listed.transactionTime) throw answersElse();
  const landed = await receiptsOf(resumed.exportId, storage);
  const byIndex = new Map(files.map((file) => [file.index, file]));
  for (const receipt of landed.values()) refuseOther(receipt, byIndex, listed);
  const { inheritedReceipts: key } = exportKeys(exportId);
  const before =
    (await findRecord(key, ReceiptsRecord, storage))?.record.receipts.filter(isLanded) ?? [];
  const pageOf = ({ index }: LandedReceipt) => byIndex.get(index)?.page ?? Number.POSITIVE_INFINITY;
  const receipts = [
    ...before.filter((receipt) => pageOf(receipt) <= listed.plannedPages),
    ...[...landed.values()].filter(
      (receipt) =>
        byIndex.has(receipt.index) &&
        pageOf(receipt) > listed.plannedPages &&
        !(listed.attachments && lacksAttachments(receipt)),
    ),
  ];
  const record: ReceiptsRecord = { unit: 0, receipts };
  await writeRecord(key, record, storage);
  return new Map(receipts.map((receipt) => [receipt.index, receipt]));
}

/** By index; where a file has two, its own counts, which comes after the inherited ones. */
async function receiptsOf(exportId: string, storage: Storage): Promise<Map<number, LandedReceipt>> {
  const receipts = new Map<number, LandedReceipt>();
  for await (const { key } of storage.list(exportKeys(exportId).receipts)) {
    const found = await findRecord(key, ReceiptsRecord, storage);
    for (const receipt of found?.record.receipts.filter(isLanded) ?? [])
      receipts.set(receipt.index, receipt);
  }
  return receipts;
}

/** A file that has landed is where it was in the manifest, and what it was. */
function refuseOther(
  receipt: LandedReceipt,
  files: ReadonlyMap<number, PlannedFile>,
  { hasMorePages }: Pick<Listed, 'hasMorePages'>,
) {
  const file = files.get(receipt.index);
  if (file ? !isOf(receipt, file) : !hasMorePages) throw answersElse();
}

/** A size may be promised before or after an encoding (`checkPromises` of Download). */
function isOf(receipt: LandedReceipt, file: PlannedFile): boolean {
  const { type, objects, lines, bytes, encodedBytes } = receipt;
  const { count = lines, promisedBytes = bytes } = file;
  const isSize = promisedBytes === bytes || promisedBytes === encodedBytes;
  const keys = objects.map(({ key }) => key);
  return isStoredAs(file.key, keys) && type === file.type && lines === count && isSize;
}

const ENCODINGS: readonly Encoding[] = ['identity', 'gzip', 'zstd'];

/** Whether a file's objects have these keys: also under settings that were others. */
const isStoredAs = (fileKey: string, keys: readonly string[]): boolean =>
  ENCODINGS.some(
    (encoding) =>
      isDeepStrictEqual(keys, [wholeKey(fileKey, encoding)]) ||
      keys.every((key, i) => key === pieceKey(fileKey, i + 1, encoding)),
  );

const lacksAttachments = ({ type, attachments }: LandedReceipt) =>
  mayAttach(type) && attachments === undefined;

const answersElse = () =>
  new ManifestRefused('the server’s job answers another export than before; start a new one');

/** More exports than anybody resumes one after the other. */
const MAX_RESUMED = 100;

type ResumedPlan = { exportId: string; plan: PlanRecord };

/**
 * The plan of the export that this one resumes or, where that one came to none, of the export which it
 * resumed in turn: an export without a plan has landed nothing itself. undefined: there is none.
 */
async function resumedPlan(
  exportId: string,
  storage: Pick<Storage, 'read'>,
): Promise<ResumedPlan | undefined> {
  let later = exportId;
  for (let hops = 0; hops < MAX_RESUMED; hops += 1) {
    const asked = await findRecord(exportKeys(later).request, RequestRecord, storage);
    if (asked?.record.begin.kind !== 'resume') return undefined;
    later = asked.record.begin.exportId;
    const plan = await findRecord(exportKeys(later).plan, PlanRecord, storage);
    if (plan) return { exportId: later, plan: plan.record };
  }
  return undefined;
}

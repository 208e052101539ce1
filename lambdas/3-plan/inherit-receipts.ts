import { isDeepStrictEqual } from 'node:util';
import { RequestRecord } from '../lake/export-records.ts';
import { type Encoding, exportKeys, segmentKey, wholeKey } from '../lake/keys.ts';
import { mayHaveAttachments } from '../lake/landed-type.ts';
import { type PlannedFile, PlanRecord } from '../lake/plan-records.ts';
import { isLanded, type LandedReceipt, ReceiptsRecord } from '../lake/receipt-records.ts';
import { findRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { ManifestRefused } from '../runtime/errors.ts';

/** What Plan knows of the manifest, and how far it was planned before. */
type Listed = {
  transactionTime: string;
  plannedPages: number;
  hasMorePages: boolean;
  attachments: boolean;
};

/**
 * The receipts of the files that the resumed export has landed, by index, stored for Publish. For pages
 * that were planned before they stay as they were: if the resumed export lands a file late, this one
 * has already planned to download it. A file is downloaded again if its attachments are wanted and were
 * not collected, or if it was quarantined: the server may have fixed it. Throws ManifestRefused if the
 * server's job now has another manifest.
 */
export async function inheritReceipts(
  exportId: string,
  files: readonly PlannedFile[],
  listed: Listed,
  storage: Storage,
): Promise<Map<number, LandedReceipt>> {
  const resumed = await resumedPlan(exportId, storage);
  if (!resumed) return new Map();
  if (resumed.plan.transactionTime !== listed.transactionTime) throw otherManifest();
  const landed = await receiptsOf(resumed.exportId, storage);
  const byIndex = new Map(files.map((file) => [file.index, file]));
  for (const receipt of landed.values()) checkReceipt(receipt, byIndex, listed);
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

/** By index. If a file has two, the export's own wins: it is listed after the inherited ones. */
async function receiptsOf(exportId: string, storage: Storage): Promise<Map<number, LandedReceipt>> {
  const receipts = new Map<number, LandedReceipt>();
  for await (const { key } of storage.list(exportKeys(exportId).receipts)) {
    const found = await findRecord(key, ReceiptsRecord, storage);
    for (const receipt of found?.record.receipts.filter(isLanded) ?? [])
      receipts.set(receipt.index, receipt);
  }
  return receipts;
}

/** The manifest must list each landed file at its index, with the same type, count and size. */
function checkReceipt(
  receipt: LandedReceipt,
  files: ReadonlyMap<number, PlannedFile>,
  { hasMorePages }: Pick<Listed, 'hasMorePages'>,
) {
  const file = files.get(receipt.index);
  if (file ? !isOf(receipt, file) : !hasMorePages) throw otherManifest();
}

/** A promised size may count bytes before or after encoding (`checkPromises` of Download). */
function isOf(receipt: LandedReceipt, file: PlannedFile): boolean {
  const { type, objects, lines, bytes, encodedBytes } = receipt;
  const { count = lines, promisedBytes = bytes } = file;
  const isSize = promisedBytes === bytes || promisedBytes === encodedBytes;
  const keys = objects.map(({ key }) => key);
  return isStoredAs(file.key, keys) && type === file.type && lines === count && isSize;
}

const ENCODINGS: readonly Encoding[] = ['identity', 'gzip', 'zstd'];

/** Whether a file's objects have these keys, whatever `compress` was set to. */
const isStoredAs = (fileKey: string, keys: readonly string[]): boolean =>
  ENCODINGS.some(
    (encoding) =>
      isDeepStrictEqual(keys, [wholeKey(fileKey, encoding)]) ||
      keys.every((key, i) => key === segmentKey(fileKey, i + 1, encoding)),
  );

const lacksAttachments = ({ type, attachments }: LandedReceipt) =>
  mayHaveAttachments(type) && attachments === undefined;

const otherManifest = () =>
  new ManifestRefused('the server’s job has another manifest than before; start a new export');

/** No chain of resumed exports is longer. */
const MAX_RESUMED = 100;

type ResumedPlan = { exportId: string; plan: PlanRecord };

/**
 * The plan of the resumed export or, if that has none, of the export that it resumed in turn: an export
 * without a plan has landed nothing itself. undefined: there is no plan.
 */
async function resumedPlan(
  exportId: string,
  storage: Pick<Storage, 'read'>,
): Promise<ResumedPlan | undefined> {
  let id = exportId;
  for (let hops = 0; hops < MAX_RESUMED; hops += 1) {
    const request = await findRecord(exportKeys(id).request, RequestRecord, storage);
    if (request?.record.begin.kind !== 'resume') return undefined;
    id = request.record.begin.exportId;
    const plan = await findRecord(exportKeys(id).plan, PlanRecord, storage);
    if (plan) return { exportId: id, plan: plan.record };
  }
  return undefined;
}

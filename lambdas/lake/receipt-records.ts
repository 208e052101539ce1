import * as z from 'zod';
import { exportKeys } from './keys.ts';
import { LandedType } from './landed-type.ts';
import type { PlanRecord } from './plan-records.ts';
import { readRecord } from './record.ts';
import type { Storage } from './storage.ts';

/** Issues of OperationOutcomes by severity. */
export const IssueCounts = z.strictObject({
  fatal: z.int().min(0),
  error: z.int().min(0),
  warning: z.int().min(0),
  information: z.int().min(0),
});
export type IssueCounts = z.infer<typeof IssueCounts>;

/** `crc32c:<hex>` of the stored object, verified by S3. */
const Checksum = z.string().regex(/^crc32c:[0-9a-f]{8}$/);

const file = { index: z.int().min(1), type: LandedType };

/** One object of the lake: a file, or a segment of one. */
export const StoredObject = z.strictObject({
  key: z.string(),
  bytes: z.int().min(0),
  lines: z.int().min(0),
  checksum: Checksum,
});
export type StoredObject = z.infer<typeof StoredObject>;

/** A file that is stored in the lake. */
export const LandedReceipt = z.strictObject({
  kind: z.literal('landed'),
  ...file,
  /** Several if it was compressed here and is large. */
  objects: z.array(StoredObject).min(1),
  /** Bytes of its decoded content. */
  bytes: z.int().min(0),
  /** Bytes on the wire, if it was sent encoded. */
  encodedBytes: z.int().min(1).optional(),
  lines: z.int().min(0),
  /** For a file of OperationOutcomes. */
  issues: IssueCounts.optional(),
  /** Attachment references collected; absent if the source wanted none or the type has none. */
  attachments: z.int().min(0).optional(),
});
export type LandedReceipt = z.infer<typeof LandedReceipt>;

/** A file with an invalid line, stored outside the lake for inspection. */
export const QuarantinedReceipt = z.strictObject({
  kind: z.literal('quarantined'),
  ...file,
  /** The raw file, below `exports/<id>/quarantine/`. */
  object: StoredObject.omit({ lines: true }),
  /** What is wrong with which line: its number, offset and hash, never its text. */
  problem: z.string(),
});
export type QuarantinedReceipt = z.infer<typeof QuarantinedReceipt>;

/** The result of downloading one file. */
export const Receipt = z.discriminatedUnion('kind', [LandedReceipt, QuarantinedReceipt]);
export type Receipt = z.infer<typeof Receipt>;

/** Bytes of the file's content, or of the quarantined raw file. */
export const bytesOf = (receipt: Receipt): number =>
  receipt.kind === 'landed' ? receipt.bytes : receipt.object.bytes;

export const isLanded = (receipt: Receipt): receipt is LandedReceipt => receipt.kind === 'landed';
export const isQuarantined = (receipt: Receipt): receipt is QuarantinedReceipt =>
  receipt.kind === 'quarantined';

/** `receipts/unit-…json`; unit 0 in `receipts/inherited.json`. */
export const ReceiptsRecord = z.strictObject({
  unit: z.int().min(0),
  receipts: z.array(Receipt),
});
export type ReceiptsRecord = z.infer<typeof ReceiptsRecord>;

/** A quarantined file in events and results: its key, and what is wrong with which line. */
export type QuarantinedFile = { type: string; key: string; bytes: number; problem: string };

const summary = ({
  type,
  object: { key, bytes },
  problem,
}: QuarantinedReceipt): QuarantinedFile => ({
  type,
  key,
  bytes,
  problem,
});

/** The quarantined files of an export. */
export const quarantineSummary = (files: readonly Receipt[]): QuarantinedFile[] =>
  files.filter(isQuarantined).map(summary);

/**
 * All receipts of an export, inherited ones included, one per file in the order of the manifest. If a
 * late Download of the resumed export stored a file again, the export's own receipt wins.
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

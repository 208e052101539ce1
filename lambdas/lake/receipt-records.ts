import * as z from 'zod';
import { exportKeys } from './keys.ts';
import { LandedType } from './landed-type.ts';
import type { PlanRecord } from './plan-records.ts';
import { readRecord } from './record.ts';
import type { Storage } from './storage.ts';

/** How many issues of each severity OperationOutcomes hold. */
export const IssueCounts = z.strictObject({
  fatal: z.int().min(0),
  error: z.int().min(0),
  warning: z.int().min(0),
  information: z.int().min(0),
});
export type IssueCounts = z.infer<typeof IssueCounts>;

/** `crc32c:<hex>` of the stored object, which S3 has checked. */
const Checksum = z.string().regex(/^crc32c:[0-9a-f]{8}$/);

const file = { index: z.int().min(1), type: LandedType };

/** One object of the lake, as it lies there: all of a file, or some of its lines. */
export const StoredObject = z.strictObject({
  key: z.string(),
  bytes: z.int().min(0),
  lines: z.int().min(0),
  checksum: Checksum,
});
export type StoredObject = z.infer<typeof StoredObject>;

/** A file that has landed. */
export const LandedReceipt = z.strictObject({
  kind: z.literal('landed'),
  ...file,
  /** What it is stored as: several where it was compressed here and is large. */
  objects: z.array(StoredObject).min(1),
  /** Bytes of its content, without any encoding. */
  bytes: z.int().min(0),
  /** Bytes on the wire, of a file that came encoded. */
  encodedBytes: z.int().min(1).optional(),
  lines: z.int().min(0),
  /** Issues by severity, of a file of OperationOutcomes. */
  issues: IssueCounts.optional(),
  /** Attachments that were noted, of a file whose resources may have some, where they are wanted. */
  attachments: z.int().min(0).optional(),
});
export type LandedReceipt = z.infer<typeof LandedReceipt>;

/** A file that holds a line which is no such resource, kept out of the lake for somebody to look at. */
export const QuarantinedReceipt = z.strictObject({
  kind: z.literal('quarantined'),
  ...file,
  /** The file as it came, below `exports/<id>/quarantine/`. */
  object: StoredObject.omit({ lines: true }),
  /** Which line is wrong, and how: its number, offset and hash, never its text. */
  problem: z.string(),
});
export type QuarantinedReceipt = z.infer<typeof QuarantinedReceipt>;

/** What became of one file. */
export const Receipt = z.discriminatedUnion('kind', [LandedReceipt, QuarantinedReceipt]);
export type Receipt = z.infer<typeof Receipt>;

/** Bytes of a file that came: of its content, or as it was put aside. */
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

/** A quarantined file as people are told of it: where it is, and what is wrong with which line. */
export type Quarantined = { type: string; key: string; bytes: number; problem: string };

const told = ({ type, object: { key, bytes }, problem }: QuarantinedReceipt): Quarantined => ({
  type,
  key,
  bytes,
  problem,
});

/** The quarantined files of an export. */
export const quarantinedIn = (files: readonly Receipt[]): Quarantined[] =>
  files.filter(isQuarantined).map(told);

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

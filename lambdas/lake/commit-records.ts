import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { LandedType } from './landed-type.ts';
import { Receipt } from './receipt-records.ts';
import { PublicationCursor } from './scope-records.ts';

/** Attachments of resources: all, those stored, and those that could not be fetched. */
export const AttachmentTotals = z.strictObject({
  lines: z.int().min(0),
  stored: z.int().min(0),
  failed: z.int().min(0),
});
export type AttachmentTotals = z.infer<typeof AttachmentTotals>;

/** `commit.json`: once it is written, the export is published. */
export const CommitRecord = z.strictObject({
  exportId: z.string(),
  /** The `export_id` of its data, partitions and rows of `export_log`. */
  dataExportId: z.string(),
  source: z.string(),
  scope: z.string(),
  transactionTime: Instant,
  exportDate: z.iso.date(),
  since: z.string().nullable(),
  membership: z.string().nullable(),
  committedAt: Instant,
  /** False if the server reported errors or a file is quarantined, and the source allows that. */
  complete: z.boolean(),
  /** Of a publication: where the next export begins. */
  publicationCursor: PublicationCursor.optional(),
  /** Whether the next export can continue from it: false for an export with an `until`. */
  continuable: z.boolean(),
  /** Whether resources contain only some elements (rule 42). */
  subsetted: z.boolean(),
  /** Content of the stored files. */
  bytes: z.int().min(0),
  lines: z.int().min(0),
  files: z.array(Receipt),
  /** If the source wants attachments. */
  attachments: AttachmentTotals.optional(),
});
export type CommitRecord = z.infer<typeof CommitRecord>;

/**
 * One row of `export_log`: one object of a committed export, which is a file or a segment of one. The
 * fields are the table's columns; its partition key, the export's id, is not in the line.
 */
export const ExportLogLine = z.strictObject({
  source: z.string(),
  scope: z.string(),
  resource_type: LandedType,
  key: z.string(),
  /**
   * The position of its file in the export. Resources of a later file replace those of an earlier one.
   * All objects of one file have the same position.
   */
  position: z.int().min(1),
  /** As stored: compressed if the key ends in `.gz` or `.zst`. */
  bytes: z.int().min(0),
  lines: z.int().min(0),
  /** `crc32c:<hex>` of the stored object. */
  checksum: z.string(),
  /** The server's time of the export: later changes are part of the next one. */
  transaction_time: Instant,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** Value of the partition key `export_date` of the data. */
  export_date: z.iso.date(),
  committed_at: Instant,
  /** False if the server reported errors or a file is quarantined: data may be missing. */
  complete: z.boolean(),
  /** Whether resources contain only some elements (`_elements`) and must not replace whole ones (rule 42). */
  subsetted: z.boolean(),
});
export type ExportLogLine = z.infer<typeof ExportLogLine>;

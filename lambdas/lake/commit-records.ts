import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { LandedType } from './landed-type.ts';
import { Receipt } from './receipt-records.ts';
import { PublicationCursor } from './scope-records.ts';

/** Attachments of resources: all of them, those that are stored, and those that could not be had. */
export const AttachmentTotals = z.strictObject({
  lines: z.int().min(0),
  stored: z.int().min(0),
  failed: z.int().min(0),
});
export type AttachmentTotals = z.infer<typeof AttachmentTotals>;

/** `commit.json`: from the moment it is there, the export exists. */
export const CommitRecord = z.strictObject({
  exportId: z.string(),
  /** The `export_id` of its data, partitions and log. */
  dataExportId: z.string(),
  source: z.string(),
  scope: z.string(),
  transactionTime: Instant,
  exportDate: z.iso.date(),
  since: z.string().nullable(),
  membership: z.string().nullable(),
  committedAt: Instant,
  /**
   * False where the server told of errors, or a file is quarantined, and the source lets such an export
   * be published.
   */
  complete: z.boolean(),
  /** Of a publication: where the next export begins. */
  publicationCursor: PublicationCursor.optional(),
  /** Whether it ends at `transactionTime`; one that was asked to end earlier continues nothing. */
  continuable: z.boolean(),
  /** Whether resources hold only some elements (rule 42). */
  subsetted: z.boolean(),
  /** Content of the files that have landed. */
  bytes: z.int().min(0),
  lines: z.int().min(0),
  files: z.array(Receipt),
  /** What became of the attachments, where they are wanted. */
  attachments: AttachmentTotals.optional(),
});
export type CommitRecord = z.infer<typeof CommitRecord>;

/**
 * One line of `export_log`: one object of one committed export, which is a landed file or some of its
 * lines. The names are the table's columns; the export's id is the partition key and so not in the line.
 */
export const ExportLogLine = z.strictObject({
  source: z.string(),
  scope: z.string(),
  resource_type: LandedType,
  key: z.string(),
  /**
   * The place of its file among those of the export: what stands in a later one replaces what is in an
   * earlier. The objects of one file share it, and no other file of the export has it.
   */
  position: z.int().min(1),
  /** As it is stored: compressed, where its key ends in `.gz` or `.zst`. */
  bytes: z.int().min(0),
  lines: z.int().min(0),
  /** `crc32c:<hex>` of the stored object. */
  checksum: z.string(),
  /** The server's time of the export: what changed later comes with the next one. */
  transaction_time: Instant,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** Value of the partition key `export_date` of the data. */
  export_date: z.iso.date(),
  committed_at: Instant,
  /** False where the server told of errors, or a file is quarantined: something may be missing. */
  complete: z.boolean(),
  /** Whether resources hold only some elements (`_elements`): they must replace no whole ones (rule 42). */
  subsetted: z.boolean(),
});
export type ExportLogLine = z.infer<typeof ExportLogLine>;

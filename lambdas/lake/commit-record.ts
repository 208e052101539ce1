import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { PublicationCursor } from './publication-cursor.ts';
import { Receipt } from './receipt-records.ts';

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
   * False where the server told of errors (M11), or a file is quarantined, and the source lets such an
   * export be published.
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

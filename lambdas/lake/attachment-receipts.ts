import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { PlannedAttachment } from './attachment-records.ts';

/**
 * What became of an attachment: it is stored; it is within the resource; its MIME type is not wanted;
 * it has neither data nor a URL; nothing was sent to where it is; or it could not be had.
 */
const AttachmentOutcome = z.enum(['stored', 'inline', 'unwanted', 'absent', 'refused', 'failed']);

/**
 * One line of the table `attachments`: one attachment of one resource, whatever became of it. The names
 * are the table's columns; date and id of the export are the partition keys and so not in the line.
 */
export const AttachmentLine = z.strictObject({
  /** The resource that has it, such as `DocumentReference/123`. */
  owner: z.string(),
  /** Its place among the attachments of that resource, from 1. */
  nth: z.int().min(1),
  /** Without its query, which may be a secret (rule 4). */
  url: z.string().nullable(),
  /** As the resource has it. */
  declared_type: z.string().nullable(),
  /** As the server sent it. */
  content_type: z.string().nullable(),
  key: z.string().nullable(),
  bytes: z.int().min(0).nullable(),
  /** `sha256:<hex>` of the stored object. */
  checksum: z.string().nullable(),
  /** Whether the resource's `size` is that of the stored object; null where there is none of either. */
  size_agrees: z.boolean().nullable(),
  /** The same of the resource's `hash`, a SHA-1. */
  hash_agrees: z.boolean().nullable(),
  outcome: AttachmentOutcome,
  /** Why it was refused or has failed. */
  reason: z.string().nullable(),
});
export type AttachmentLine = z.infer<typeof AttachmentLine>;

/** What became of one attachment: the index's lines of it, one for each resource that has it. */
export const AttachmentReceipt = z.strictObject({
  index: z.int().min(1),
  /** {@link fingerprint} of what was planned. */
  planned: z.string(),
  lines: z.array(AttachmentLine).min(1),
});
export type AttachmentReceipt = z.infer<typeof AttachmentReceipt>;

/** `attachments/receipts-…json`: what has become of one unit. */
export const AttachmentReceipts = z.strictObject({
  unit: z.int().min(1),
  receipts: z.array(AttachmentReceipt),
});
export type AttachmentReceipts = z.infer<typeof AttachmentReceipts>;

/** Tells whether a receipt of an export that was resumed is of what is planned now. */
export const fingerprint = (planned: PlannedAttachment): string =>
  createHash('sha256').update(JSON.stringify(planned)).digest('hex').slice(0, 32);

/** One object of the index: the lines of a unit, in the order of its plan. */
export const indexText = (receipts: readonly AttachmentReceipt[]): string =>
  receipts
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`))
    .join('');

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { PlannedAttachment } from './attachment-records.ts';

/**
 * The result for an attachment: stored; its data is inline in the resource; its MIME type is not wanted;
 * it has neither data nor a URL; its URL was refused; or the fetch failed.
 */
const AttachmentOutcome = z.enum(['stored', 'inline', 'unwanted', 'absent', 'refused', 'failed']);

/**
 * One row of the table `attachments`: one attachment of one resource, whatever its outcome. The fields are
 * the table's columns; its partition keys, the date and id of the export, are not in the line.
 */
export const AttachmentLine = z.strictObject({
  /** The resource with the attachment, such as `DocumentReference/123`. */
  owner: z.string(),
  /** Its position among the resource's attachments, from 1. */
  nth: z.int().min(1),
  /** Without its query, which may be a secret (rule 4). */
  url: z.string().nullable(),
  /** The resource's `contentType`. */
  declared_type: z.string().nullable(),
  /** The server's `Content-Type`. */
  content_type: z.string().nullable(),
  key: z.string().nullable(),
  bytes: z.int().min(0).nullable(),
  /** `sha256:<hex>` of the stored object. */
  checksum: z.string().nullable(),
  /** Whether the resource's `size` matches the stored object; null if one of them is absent. */
  size_agrees: z.boolean().nullable(),
  /** The same for the resource's `hash`, a SHA-1. */
  hash_agrees: z.boolean().nullable(),
  outcome: AttachmentOutcome,
  /** Why it was refused or failed. */
  reason: z.string().nullable(),
});
export type AttachmentLine = z.infer<typeof AttachmentLine>;

/** The result for one attachment: its index lines, one for each resource that has it. */
export const AttachmentReceipt = z.strictObject({
  index: z.int().min(1),
  /** {@link fingerprint} of the plan. */
  planned: z.string(),
  lines: z.array(AttachmentLine).min(1),
});
export type AttachmentReceipt = z.infer<typeof AttachmentReceipt>;

/** `attachments/receipts-…json`: the results of one unit. */
export const AttachmentReceipts = z.strictObject({
  unit: z.int().min(1),
  receipts: z.array(AttachmentReceipt),
});
export type AttachmentReceipts = z.infer<typeof AttachmentReceipts>;

/** Identifies a planned attachment, so that a resumed export reuses only matching receipts. */
export const fingerprint = (planned: PlannedAttachment): string =>
  createHash('sha256').update(JSON.stringify(planned)).digest('hex').slice(0, 32);

/** One object of the index: the lines of a unit, in the plan's order. */
export const indexText = (receipts: readonly AttachmentReceipt[]): string =>
  receipts
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`))
    .join('');

import * as z from 'zod';

/**
 * What became of an attachment: it is stored; it is within the resource; its MIME type is not wanted;
 * it has neither data nor a URL; nothing was sent to where it is; or it could not be had.
 */
const AttachmentOutcome = z.enum(['stored', 'inline', 'unwanted', 'absent', 'refused', 'failed']);
export type AttachmentOutcome = z.infer<typeof AttachmentOutcome>;

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

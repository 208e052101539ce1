import * as z from 'zod';
import { Attachments } from '../settings/source.ts';

const Owner = z.strictObject({
  /** The resource, such as `DocumentReference/123`. */
  owner: z.string(),
  nth: z.int().min(1),
  /** As declared by the resource: bytes, and a SHA-1 in base64. */
  size: z.int().min(0).nullable(),
  hash: z.string().nullable(),
});
export type Owner = z.infer<typeof Owner>;

/** A line of `attachments/references-…ndjson`: an attachment that a resource of a stored file refers to. */
export const AttachmentReference = Owner.extend({
  contentType: z.string().nullable(),
  /** As in the resource; may be relative. */
  url: z.string().nullable(),
  /** Whether its data is in the resource. */
  inline: z.boolean(),
});
export type AttachmentReference = z.infer<typeof AttachmentReference>;

/** Whether an attachment is fetched, or why not. */
const FetchDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fetch'), url: z.url(), key: z.string() }),
  z.strictObject({ kind: z.enum(['inline', 'unwanted', 'absent']) }),
  z.strictObject({ kind: z.literal('refused'), reason: z.string() }),
]);

/** An attachment, fetched once, and every resource that refers to it. */
export const PlannedAttachment = z.strictObject({
  index: z.int().min(1),
  contentType: z.string().nullable(),
  /** Its URL without query; null if it is not http(s). */
  address: z.string().nullable(),
  decision: FetchDecision,
  owners: z.array(Owner).min(1),
});
export type PlannedAttachment = z.infer<typeof PlannedAttachment>;

/** `plan/attachments.json`: totals of the attachments planned. */
export const AttachmentPlan = z.strictObject({
  /** Lines of the index: one for each attachment of each resource. */
  lines: z.int().min(0),
  units: z.int().min(0),
});
export type AttachmentPlan = z.infer<typeof AttachmentPlan>;

/** `plan/attachments-…json`: one unit of attachments to fetch, with the settings it was planned with. */
export const AttachmentUnit = z.strictObject({
  unit: z.int().min(1),
  dataExportId: z.string(),
  exportDate: z.iso.date(),
  requiresAccessToken: z.boolean(),
  settings: Attachments,
  attachments: z.array(PlannedAttachment).min(1),
});
export type AttachmentUnit = z.infer<typeof AttachmentUnit>;

import * as z from 'zod';
import { Attachments } from '../settings/source.ts';

const Owner = z.strictObject({
  /** The resource, such as `DocumentReference/123`. */
  owner: z.string(),
  nth: z.int().min(1),
  /** As the resource declares them: bytes, and a SHA-1 in base64. */
  size: z.int().min(0).nullable(),
  hash: z.string().nullable(),
});
export type Owner = z.infer<typeof Owner>;

/** A line of `attachments/references-…ndjson`: an attachment of a resource in one landed file. */
export const AttachmentReference = Owner.extend({
  contentType: z.string().nullable(),
  /** As the resource has it, be it relative. */
  url: z.string().nullable(),
  /** Whether its data is in the resource. */
  inline: z.boolean(),
});
export type AttachmentReference = z.infer<typeof AttachmentReference>;

/** What is done with an attachment. */
const FetchDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fetch'), url: z.url(), key: z.string() }),
  z.strictObject({ kind: z.enum(['inline', 'unwanted', 'absent']) }),
  z.strictObject({ kind: z.literal('refused'), reason: z.string() }),
]);
export type FetchDecision = z.infer<typeof FetchDecision>;

/** An attachment, and every resource that has it: fetched once, however many there are. */
export const PlannedAttachment = z.strictObject({
  index: z.int().min(1),
  contentType: z.string().nullable(),
  /** Where it is, without query; null where that is no web address. */
  address: z.string().nullable(),
  decision: FetchDecision,
  owners: z.array(Owner).min(1),
});
export type PlannedAttachment = z.infer<typeof PlannedAttachment>;

/** `plan/attachments.json`: what the notes add up to. */
export const AttachmentPlan = z.strictObject({
  /** Attachments of resources, one for each line of the index. */
  lines: z.int().min(0),
  units: z.int().min(0),
});
export type AttachmentPlan = z.infer<typeof AttachmentPlan>;

/** `plan/attachments-…json`: one unit of attachments to fetch, under the settings it was planned by. */
export const AttachmentUnit = z.strictObject({
  unit: z.int().min(1),
  dataExportId: z.string(),
  exportDate: z.iso.date(),
  requiresAccessToken: z.boolean(),
  settings: Attachments,
  attachments: z.array(PlannedAttachment).min(1),
});
export type AttachmentUnit = z.infer<typeof AttachmentUnit>;

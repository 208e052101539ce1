import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AttachmentLine } from './attachment-line.ts';
import type { PlannedAttachment } from './attachment-records.ts';

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

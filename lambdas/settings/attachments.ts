import * as z from 'zod';

/** Which attachments of DocumentReference and DiagnosticReport, and which Binaries, are fetched. */
export const Attachments = z.strictObject({
  /** MIME types such as `application/pdf`; `text/*` stands for all of them. */
  mimeTypes: z
    .array(z.string().regex(/^[a-z0-9.+-]+\/([a-z0-9.+-]+|\*)$/, 'a MIME type such as text/plain'))
    .min(1),
  /** Whether an attachment that cannot be had fails the export; otherwise it is only written down. */
  onFailure: z.enum(['record', 'fail']).default('record'),
  /** A larger one counts as one that cannot be had. */
  maxBytes: z
    .int()
    .positive()
    .default(256 * 1024 ** 2),
});
export type Attachments = z.infer<typeof Attachments>;

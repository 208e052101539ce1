import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { PublicationCursor } from './publication-cursor.ts';

/** State of one scope under `state/<source>/<scope>/`. */

/** `lease.json`: one export at a time per source and scope. */
export const LeaseRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('held'),
    exportId: z.string(),
    executionArn: z.string(),
    since: Instant,
  }),
  z.strictObject({ kind: z.literal('free'), lastExportId: z.string() }),
]);
export type LeaseRecord = z.infer<typeof LeaseRecord>;

/** `last-commit.json`: where the next incremental export of this scope begins. */
export const LastCommitRecord = z.strictObject({
  exportId: z.string(),
  transactionTime: Instant,
  membership: z.string().nullable(),
  /** Of a publication: the page to ask next. */
  publicationCursor: PublicationCursor.optional(),
});
export type LastCommitRecord = z.infer<typeof LastCommitRecord>;

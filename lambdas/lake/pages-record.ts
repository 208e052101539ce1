import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';

/** One page of a manifest: where it can be read again, and until when its links are good. */
export const PageRecord = z.strictObject({ url: z.url(), expires: Instant.nullable() });
export type PageRecord = z.infer<typeof PageRecord>;

/** `manifest/pages.json`: the pages read so far; the n-th lies in `manifest/page-…json`. */
export const PagesRecord = z.strictObject({
  pages: z.array(PageRecord),
  /**
   * Where to ask next: the job's status, the page after the last, or the last again where it has no
   * link yet (rule 37); null: these are all.
   */
  cursor: z.url().nullable(),
});
export type PagesRecord = z.infer<typeof PagesRecord>;

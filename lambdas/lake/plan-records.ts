import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { LandedType } from './landed-type.ts';

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

/** One file that the server listed, in the order of the manifest. */
export const PlannedFile = z.strictObject({
  index: z.int().min(1),
  /** Where the manifest lists it: a link may change, its place does not (rule 37). */
  page: z.int().min(1),
  list: z.enum(['output', 'deleted', 'outcome']),
  entry: z.int().min(1),
  type: LandedType,
  url: z.url(),
  key: z.string(),
  /** Lines the manifest promises, where it does. */
  count: z.int().min(0).optional(),
  /** Bytes of the file the manifest promises, where it does (`fileSize` of v4). */
  promisedBytes: z.int().min(0).optional(),
});
export type PlannedFile = z.infer<typeof PlannedFile>;

/** `plan/plan.json`: what the manifest adds up to. */
export const PlanRecord = z.strictObject({
  transactionTime: Instant,
  exportDate: z.iso.date(),
  requiresAccessToken: z.boolean(),
  /** So many pages of the manifest are planned. */
  pages: z.int().min(1),
  files: z.int().min(0),
  units: z.int().min(0),
  /** Files that an earlier export has landed, whose receipts are inherited. */
  inherited: z.int().min(0),
  /** Records the server promised over all files, where it did. */
  resourceCount: z.int().min(0).optional(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** `plan/unit-…json`: one unit of download work. */
export const UnitRecord = z.strictObject({
  unit: z.int().min(1),
  requiresAccessToken: z.boolean(),
  transactionTime: Instant,
  /** The pages of its files, to be read again when links have expired; none where that cannot be. */
  pages: z.array(z.strictObject({ page: z.int().min(1) }).extend(PageRecord.shape)),
  files: z.array(PlannedFile).min(1),
});
export type UnitRecord = z.infer<typeof UnitRecord>;

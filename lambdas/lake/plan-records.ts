import * as z from 'zod';
import { Instant } from '../settings/export-request.ts';
import { LandedType } from './landed-type.ts';

/** One page of a manifest: its URL, and when its links expire. */
export const PageRecord = z.strictObject({ url: z.url(), expires: Instant.nullable() });
export type PageRecord = z.infer<typeof PageRecord>;

/** `manifest/pages.json`: the pages read so far; their bodies are in `manifest/page-…json`. */
export const PagesRecord = z.strictObject({
  pages: z.array(PageRecord),
  /**
   * The next URL to request: the job's status, the next page, or the last page again if it has no link
   * yet (rule 37); null: all pages are read.
   */
  cursor: z.url().nullable(),
});
export type PagesRecord = z.infer<typeof PagesRecord>;

/** One file that the server listed, in the order of the manifest. */
export const PlannedFile = z.strictObject({
  index: z.int().min(1),
  /** Its position in the manifest, which identifies it when its link changes (rule 37). */
  page: z.int().min(1),
  list: z.enum(['output', 'deleted', 'outcome']),
  entry: z.int().min(1),
  type: LandedType,
  url: z.url(),
  key: z.string(),
  /** Lines, if the manifest says so. */
  count: z.int().min(0).optional(),
  /** Bytes, if the manifest says so (v4's `fileSize`). */
  promisedBytes: z.int().min(0).optional(),
});
export type PlannedFile = z.infer<typeof PlannedFile>;

/** `plan/plan.json`: totals of the plan. */
export const PlanRecord = z.strictObject({
  transactionTime: Instant,
  exportDate: z.iso.date(),
  requiresAccessToken: z.boolean(),
  /** Manifest pages planned so far. */
  pages: z.int().min(1),
  files: z.int().min(0),
  units: z.int().min(0),
  /** Files that were stored by the resumed export, whose receipts are inherited. */
  inherited: z.int().min(0),
  /** Records in all files, if the server says so. */
  resourceCount: z.int().min(0).optional(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** `plan/unit-…json`: one unit of download work. */
export const UnitRecord = z.strictObject({
  unit: z.int().min(1),
  requiresAccessToken: z.boolean(),
  transactionTime: Instant,
  /** The manifest pages of its files, which are read again when links expire; empty if that is impossible. */
  pages: z.array(z.strictObject({ page: z.int().min(1) }).extend(PageRecord.shape)),
  files: z.array(PlannedFile).min(1),
});
export type UnitRecord = z.infer<typeof UnitRecord>;

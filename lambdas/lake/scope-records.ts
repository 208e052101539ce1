import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type ExportRequest, Instant } from '../settings/export-request.ts';

/**
 * Where reading a publication continues: at the page whose `next` is `#pending`, or at its root if no
 * increments follow.
 */
export const PublicationCursor = z.strictObject({
  /** The publication's URL; another URL is another publication. */
  root: z.url(),
  page: z.url(),
  /** The page's ETag, if it has one. */
  etag: z.string().optional(),
});
export type PublicationCursor = z.infer<typeof PublicationCursor>;

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
  publicationCursor: PublicationCursor.optional(),
});
export type LastCommitRecord = z.infer<typeof LastCommitRecord>;

/**
 * The scope of an export, a hash: exports of one scope continue one another and never run concurrently.
 * A key or a state must not contain a group's id (invariant 6).
 */
export function scopeOf(source: string, request: ExportRequest): string {
  const what = JSON.stringify([source, ...filtersOf(request)]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}

function filtersOf(request: ExportRequest): unknown[] {
  const { level, group = null, until = null, organizeOutputBy = null, parameters } = request;
  const { types, typeFilters, elements, patients, includeAssociatedData } = request;
  const lists = [types, typeFilters, elements, patients, includeAssociatedData].map(sorted);
  const custom = Object.entries(parameters)
    .map(([name, values]): [string, string[]] => [name, [values].flat()])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [level, group, ...lists, until, organizeOutputBy, custom];
}

const sorted = (values: readonly string[]) => [...new Set(values)].sort();

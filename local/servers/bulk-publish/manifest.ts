import type { ServerRequest } from '../http/server.ts';
import type { BulkPublishOptions } from './options.ts';

const TYPE = 'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/BulkPublishManifest';

/** A page as a BulkPublishManifest, without empty lists, which FHIR's JSON forbids. */
export function manifest({ url }: ServerRequest, page: Page, options: BulkPublishOptions) {
  const { fileOrigin = () => url.origin, updateSeconds, login } = options;
  const entry = ({ type, name }: PublishedFile) => ({
    ...(type !== undefined && { type }),
    url: `${fileOrigin()}/fhir/files/${name}`,
  });
  const { transactionTime, output, deleted, next } = page;
  return {
    manifestType: TYPE,
    transactionTime: transactionTime.toISOString(),
    ...(updateSeconds !== undefined && { updateCadence: `PT${updateSeconds}S` }),
    requiresAccessToken: login !== undefined,
    ...(output.length > 0 && { output: output.map(entry) }),
    ...(deleted.length > 0 && { deleted: deleted.map(entry) }),
    ...(next !== undefined && { link: [{ relation: 'next', url: nextUrl(next, url.origin) }] }),
  };
}

const nextUrl = (next: Exclude<Next, undefined>, origin: string): string =>
  typeof next === 'string' ? next : `${origin}/fhir/manifests/${next.page}`;

/** A file on a page; its name never changes. */
export type PublishedFile = { readonly type?: string; readonly name: string };

/** What follows a page: another page, a marker, or nothing. */
type Next = { page: string } | '#pending' | '#closed' | undefined;

/** A page of the publication. Only its link changes. */
export type Page = {
  readonly name: string;
  readonly transactionTime: Date;
  readonly output: readonly PublishedFile[];
  readonly deleted: readonly PublishedFile[];
  next: Next;
};

/** The content of one snapshot or update. */
export type Content = Pick<Page, 'transactionTime' | 'output' | 'deleted'>;

/**
 * Splits a snapshot or an update into at least one page; each links to the next, the last to `next`.
 * Deletions are on the last page, as they follow all outputs.
 */
export function splitIntoPages(
  name: string,
  { transactionTime, output, deleted }: Content,
  filesPerPage: number,
  next: Next,
): [Page, ...Page[]] {
  const count = Math.max(1, Math.ceil(output.length / filesPerPage));
  const nameOf = (nth: number) => (nth === 0 ? name : `${name}-page-${nth + 1}`);
  const pageOf = (nth: number): Page => ({
    name: nameOf(nth),
    transactionTime,
    output: output.slice(nth * filesPerPage, (nth + 1) * filesPerPage),
    deleted: nth === count - 1 ? deleted : [],
    next: nth === count - 1 ? next : { page: nameOf(nth + 1) },
  });
  return [pageOf(0), ...Array.from({ length: count - 1 }, (_, nth) => pageOf(nth + 1))];
}

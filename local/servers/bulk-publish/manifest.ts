import type { ServerRequest } from '../http/server.ts';
import type { BulkPublishOptions } from './options.ts';

const TYPE = 'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/BulkPublishManifest';

/** A page as BulkPublishManifest has it: lists that are empty are left out, as FHIR's JSON wants it. */
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
    ...(next !== undefined && { link: [{ relation: 'next', url: linkOf(next, url.origin) }] }),
  };
}

const linkOf = (next: Exclude<Next, undefined>, origin: string): string =>
  typeof next === 'string' ? next : `${origin}/fhir/manifests/${next.page}`;

/** A file as a page lists it: a name under which it is served for good. */
export type PublishedFile = { readonly type?: string; readonly name: string };

/** How a page goes on: at another page, by a marker, or not at all. */
type Next = { page: string } | '#pending' | '#closed' | undefined;

/** A page of the publication. Its lists never change, only its link does. */
export type Page = {
  readonly name: string;
  readonly transactionTime: Date;
  readonly output: readonly PublishedFile[];
  readonly deleted: readonly PublishedFile[];
  next: Next;
};

/** What is on the pages of one snapshot or update. */
export type Content = Pick<Page, 'transactionTime' | 'output' | 'deleted'>;

/**
 * Cuts a snapshot or an update into pages of so many files, each leading to the next and the last to
 * `next`; at least one. Deletions are on the last page, as they come after all outputs.
 */
export function cutPages(
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

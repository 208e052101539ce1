/** A file as a page lists it: a name under which it is served for good. */
export type PublishedFile = { readonly type?: string; readonly name: string };

/** How a page goes on: at another page, by a marker, or not at all. */
export type Next = { page: string } | '#pending' | '#closed' | undefined;

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

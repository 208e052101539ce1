import type { FileTable } from '../shared/file-table.ts';
import { contentOf } from './content-of.ts';
import type { Deletions } from './deletions.ts';
import type { BulkPublishOptions } from './options.ts';
import { cutPages, type Page } from './page.ts';

export const ROOT = 'root';

type PublicationDeps = BulkPublishOptions & { files: FileTable; deleted: Deletions };

/**
 * The pages of a publication as of now, as the guide has providers do it (v4 ballot, publish.html,
 * Data Provider Algorithms). Updates are published by the clock, snapshots when they are told to be.
 */
export function publication(deps: PublicationDeps) {
  const { clock, updateSeconds, deleted, filesPerPage = Number.MAX_SAFE_INTEGER } = deps;
  const content = contentOf(deps);
  const pages = new Map<string, Page>();
  /** The pages that the next update is added to. */
  let open: Page[] = [];
  let publishedAt = clock.now();
  let chained = 0;

  const keep = (...kept: Page[]) => {
    for (const page of kept) pages.set(page.name, page);
  };
  const snapshot = () => {
    publishedAt = clock.now();
    const whole = content({ until: publishedAt }, []);
    if (updateSeconds === undefined) return keep(...cutPages(ROOT, whole, filesPerPage, undefined));
    chained += 1;
    const stub: Page = { ...whole, name: `stub-${chained}`, output: [], next: '#pending' };
    keep(stub, ...cutPages(ROOT, whole, filesPerPage, { page: stub.name }));
    open = [...open, stub];
  };
  const update = (until: Date) => {
    chained += 1;
    const changes = content({ since: publishedAt, until }, deleted.add());
    const added = cutPages(`update-${chained}`, changes, filesPerPage, '#pending');
    keep(...added);
    for (const page of open) page.next = { page: added[0].name };
    open = added.slice(-1);
    publishedAt = until;
  };
  const catchUp = () => {
    const milliseconds = (updateSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    while (publishedAt.getTime() + milliseconds <= clock.now().getTime())
      update(new Date(publishedAt.getTime() + milliseconds));
  };
  snapshot();

  return {
    /** The page of that name, as it is now. */
    page(name: string): Page | undefined {
      catchUp();
      return pages.get(name);
    },
    /** A newer snapshot; who follows the chain goes on with it. */
    refresh() {
      catchUp();
      if (updateSeconds !== undefined) update(clock.now());
      snapshot();
    },
    /** A new snapshot with a chain of its own; who follows an older one has to begin anew. */
    replace() {
      catchUp();
      for (const page of open) page.next = '#closed';
      open = [];
      snapshot();
    },
    /** Keeps no page any more that the root does not lead to. */
    forget() {
      const kept = new Set(walked(ROOT, pages));
      for (const name of pages.keys()) if (!kept.has(name)) pages.delete(name);
    },
  };
}
/** The names of the pages, from that one on. */
function* walked(name: string, pages: ReadonlyMap<string, Page>): Generator<string> {
  yield name;
  const next = pages.get(name)?.next;
  if (typeof next === 'object') yield* walked(next.page, pages);
}

export type Publication = ReturnType<typeof publication>;

import type { Window } from '../../people/chosen.ts';
import { exportFiles, type FileStore } from '../export/files.ts';
import { LINES_PER_FILE } from '../export/options.ts';
import { OutcomeError, type ServerResponse } from '../http/server.ts';
import { type Content, cutPages, type Page, type PublishedFile } from './manifest.ts';
import type { BulkPublishOptions } from './options.ts';

export const ROOT = 'root';

type PublicationDeps = BulkPublishOptions & { files: FileStore; deleted: Deletions };

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

/** What the population holds in a window, in files that are served for good. */
const contentOf =
  ({ population, files, ...options }: BulkPublishOptions & { files: FileStore }) =>
  (window: Window, deleted: Content['deleted']): Content => {
    const { types = population.types, linesPerFile = LINES_PER_FILE } = options;
    const parts = exportFiles({ request: '', types, window }, population, linesPerFile);
    const output = parts.map((part) => ({ type: part.type, name: files.add(part, window) }));
    return { transactionTime: window.until, output, deleted };
  };

/** The files of deletions: Bundles of DELETE entries, for resources that are in no other file. */
export function deletions(count: number, type: string) {
  const texts = new Map<string, string>();
  return {
    /** A file with so many of them; none where there are none. */
    add(): PublishedFile[] {
      if (count === 0) return [];
      const name = `deleted_${texts.size + 1}.ndjson`;
      const entry = Array.from({ length: count }, (_, nth) => ({
        request: { method: 'DELETE', url: `${type}/deleted-${texts.size + 1}-${nth + 1}` },
      }));
      const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
      texts.set(name, `${JSON.stringify(bundle)}\n`);
      return [{ name }];
    },
    /** Throws Refused (404). */
    serve(name: string): ServerResponse {
      const body = texts.get(name);
      if (body === undefined) throw new OutcomeError(404, 'not-found', 'no such file');
      return { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body };
    },
  };
}
type Deletions = ReturnType<typeof deletions>;

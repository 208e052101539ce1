import type { Window } from '../../people/selection.ts';
import { exportFiles, type FileStore } from '../export/files.ts';
import { OutcomeError, type ServerResponse } from '../http/server.ts';
import { type Content, type Page, type PublishedFile, splitIntoPages } from './manifest.ts';
import type { BulkPublishOptions } from './options.ts';

export const ROOT = 'root';

type PublicationDeps = BulkPublishOptions & { files: FileStore; deleted: Deletions };

/**
 * The pages of a publication, by the guide's Data Provider Algorithms (v4 ballot, publish.html). Updates
 * are published by the clock, snapshots on request.
 */
export function publication(deps: PublicationDeps) {
  const { clock, updateSeconds, deleted, filesPerPage = Number.MAX_SAFE_INTEGER } = deps;
  const content = contentOf(deps);
  const pages = new Map<string, Page>();
  /** The last pages of the chains, which will link to the next update. */
  let lastPages: Page[] = [];
  let publishedAt = clock.now();
  let updates = 0;

  const addPages = (...added: Page[]) => {
    for (const page of added) pages.set(page.name, page);
  };
  const snapshot = () => {
    publishedAt = clock.now();
    const whole = content({ until: publishedAt }, []);
    if (updateSeconds === undefined)
      return addPages(...splitIntoPages(ROOT, whole, filesPerPage, undefined));
    updates += 1;
    const stub: Page = { ...whole, name: `stub-${updates}`, output: [], next: '#pending' };
    addPages(stub, ...splitIntoPages(ROOT, whole, filesPerPage, { page: stub.name }));
    lastPages = [...lastPages, stub];
  };
  const update = (until: Date) => {
    updates += 1;
    const changes = content({ since: publishedAt, until }, deleted.add());
    const added = splitIntoPages(`update-${updates}`, changes, filesPerPage, '#pending');
    addPages(...added);
    for (const page of lastPages) page.next = { page: added[0].name };
    lastPages = added.slice(-1);
    publishedAt = until;
  };
  const catchUp = () => {
    const milliseconds = (updateSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    while (publishedAt.getTime() + milliseconds <= clock.now().getTime())
      update(new Date(publishedAt.getTime() + milliseconds));
  };
  snapshot();

  return {
    /** The current page of that name. */
    page(name: string): Page | undefined {
      catchUp();
      return pages.get(name);
    },
    /** Publishes a newer snapshot, and an update for clients that follow the chain. */
    refresh() {
      catchUp();
      if (updateSeconds !== undefined) update(clock.now());
      snapshot();
    },
    /** Publishes a snapshot with a new chain; clients that follow the old one must start again. */
    replace() {
      catchUp();
      for (const page of lastPages) page.next = '#closed';
      lastPages = [];
      snapshot();
    },
    /** Deletes the pages that are not reachable from the root. */
    prune() {
      const kept = new Set(reachable(ROOT, pages));
      for (const name of pages.keys()) if (!kept.has(name)) pages.delete(name);
    },
  };
}

/** The names of the pages of a chain, from that one on. */
function* reachable(name: string, pages: ReadonlyMap<string, Page>): Generator<string> {
  yield name;
  const next = pages.get(name)?.next;
  if (typeof next === 'object') yield* reachable(next.page, pages);
}

export type Publication = ReturnType<typeof publication>;

/** The population's content in a window, in files that never expire. */
const contentOf =
  ({ population, files, ...options }: BulkPublishOptions & { files: FileStore }) =>
  (window: Window, deleted: Content['deleted']): Content => {
    const { types = population.types, linesPerFile } = options;
    const parts = exportFiles({ types, window }, population, linesPerFile);
    const output = parts.map((part) => ({ type: part.type, name: files.add(part, window) }));
    return { transactionTime: window.until, output, deleted };
  };

/** Files of deletions: Bundles of DELETE entries, for resources that are in no other file. */
export function deletions(count: number, type: string) {
  const texts = new Map<string, string>();
  return {
    /** Adds a file with `count` deletions; none where that is 0. */
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
    /** Throws OutcomeError (404). */
    serve(name: string): ServerResponse {
      const body = texts.get(name);
      if (body === undefined) throw new OutcomeError(404, 'not-found', 'no such file');
      return { status: 200, headers: { 'content-type': 'application/fhir+ndjson' }, body };
    },
  };
}
type Deletions = ReturnType<typeof deletions>;

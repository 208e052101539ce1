import { aManifest, BASE_URL, STATUS_URL } from '../../fakes/builders.ts';
import type { Reply, Routes } from '../../fakes/scripted-http.ts';

/** Where the pages of a manifest lie: the first is the job's status. */
export const pageUrl = (page: number) =>
  page === 1 ? STATUS_URL : `${BASE_URL}/$export/job/1/pages/${page}`;

/** A page that lists one file, and the page that comes next. */
export const aPage = (page: number, next?: string, changes: object = {}): string =>
  aManifest({
    status: undefined,
    output: [{ type: 'Patient', url: `https://files.example/${page}.ndjson` }],
    ...(next !== undefined && { link: [{ relation: 'next', url: next }] }),
    ...changes,
  });

/** A server of so many pages, each done; `last` is where the last one says it goes on. */
export const pageServer = (pages: number, last?: string): Routes =>
  Object.fromEntries(
    Array.from({ length: pages }, (_, i): [string, Reply] => {
      const next = i + 1 < pages ? pageUrl(i + 2) : last;
      return [`GET ${pageUrl(i + 1)}`, { body: aPage(i + 1, next) }];
    }),
  );

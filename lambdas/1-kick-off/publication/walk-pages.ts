import type { Clock } from '../../shared/clock.ts';
import type { Manifest } from '../../shared/dialects/dialect.ts';
import { dialectOf } from '../../shared/dialects/dialect-of.ts';
import { storePage } from '../../shared/manifest-pages.ts';
import type { PagesRecord } from '../../shared/records/pages-record.ts';
import type { Answer } from '../../shared/server/answer.ts';
import type { FhirServer } from '../../shared/server/fhir-server.ts';
import type { Source } from '../../shared/settings/source.ts';
import type { Storage } from '../../shared/storage.ts';
import { askLinkedPage } from './ask-page.ts';

export type WalkDeps = {
  exportId: string;
  source: Source;
  server: FhirServer;
  storage: Storage;
  clock: Clock;
};

/** What the pages came to. */
export type Walked = {
  /** `transactionTime` of each page, in order. */
  times: string[];
  /** How the chain goes on after the last page; undefined: there is no chain. */
  end: Manifest['chain'];
  last: Answer;
};

/**
 * Follows the pages from a first one to the last that is there, and stores each as it comes, in place
 * of what an earlier walk has stored (M9). Throws StatusMalformed, ManifestRefused, LinkRefused,
 * ServerUnavailable.
 */
export async function walkPages(first: Answer, deps: WalkDeps): Promise<Walked> {
  const { exportId, source, storage, clock } = deps;
  const times: string[] = [];
  let pages: PagesRecord = { pages: [], cursor: first.url };
  let last = first;
  for (;;) {
    pages = await storePage(exportId, pages, last, { source, ended: true, storage, clock });
    const { transactionTime, chain } = dialectOf(source).readManifest(last.text);
    times.push(transactionTime);
    if (pages.cursor === null) return { times, end: chain, last };
    last = await askLinkedPage(pages.cursor, deps);
  }
}

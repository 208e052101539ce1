import type { Manifest } from '../../dialects/dialect.ts';
import { dialectOf } from '../../dialects/dialect-of.ts';
import type { Answer } from '../../fhir-server/answer.ts';
import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import type { PagesRecord } from '../../lake/pages-record.ts';
import type { Storage } from '../../lake/storage.ts';
import { storePage } from '../../manifest/manifest-pages.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Source } from '../../settings/source.ts';
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

import type { Manifest } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialect-of.ts';
import { type Answer, readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { isThrottled, throwForStatus } from '../fhir-server/status-errors.ts';
import { readRetryAfter } from '../fhir-server/time-headers.ts';
import type { PagesRecord } from '../lake/pages-record.ts';
import type { Storage } from '../lake/storage.ts';
import { storePage } from '../manifest/manifest-pages.ts';
import type { Clock } from '../runtime/clock.ts';
import { ServerBusy, ServerUnavailable } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

type AskPageDeps = { server: FhirServer; clock: Pick<Clock, 'now'> };

/** A page that is to be asked for later; `takePublication` makes of it a wait of the state machine. */
export class PageBusy extends ServerBusy {
  readonly retryAfterSeconds: number | undefined;
  constructor(retryAfterSeconds: number | undefined) {
    super('$bulk-publish: the server asks to wait');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Asks for a page of a publication; with an `etag`, only for what has changed since (304). Asked
 * twice it is the same, so that an answer that is lost is no KickOffAmbiguous. Throws PageBusy (K3),
 * and what is common to all requests.
 */
export async function askPage(
  url: string,
  etag: string | undefined,
  { server, clock }: AskPageDeps,
): Promise<Answer> {
  const headers = {
    accept: 'application/json',
    ...(etag !== undefined && { 'if-none-match': etag }),
  };
  const answer = await readAnswer(url, server('kick-off', { method: 'GET', url, headers }));
  if (isThrottled(answer))
    throw new PageBusy(readRetryAfter(answer.headers['retry-after'], clock.now()));
  throwForStatus(answer, '$bulk-publish');
  return answer;
}

/** A page that another one leads to. Throws ServerUnavailable where it is not there, or not yet. */
export async function askLinkedPage(url: string, deps: AskPageDeps): Promise<Answer> {
  const answer = await askPage(url, undefined, deps);
  if (answer.status === 200) return answer;
  throw new ServerUnavailable(
    `$bulk-publish: a page of the publication is answered ${answer.status}`,
  );
}

export type PublicationDeps = {
  exportId: string;
  source: Source;
  server: FhirServer;
  storage: Storage;
  clock: Clock;
};

/** What the pages came to. */
export type PublicationPages = {
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
export async function followPages(first: Answer, deps: PublicationDeps): Promise<PublicationPages> {
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

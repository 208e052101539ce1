import type { Manifest } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialects.ts';
import { type Answer, readAnswer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { throwForStatus } from '../fhir-server/status-errors.ts';
import type { PagesRecord } from '../lake/plan-records.ts';
import type { Storage } from '../lake/storage.ts';
import { storePage } from '../manifest/pages.ts';
import type { Clock } from '../runtime/clock.ts';
import { ServerUnavailable } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';

export type PublicationDeps = {
  exportId: string;
  source: Source;
  server: FhirServer;
  storage: Storage;
  clock: Clock;
  log: Log;
};

/**
 * Gets a page of a publication; with an `etag`, conditionally (304). A GET changes nothing on the
 * server, so a lost answer is ServerUnavailable and not KickOffAmbiguous. Throws as `throwForStatus`.
 */
export async function getPage(
  url: string,
  etag: string | undefined,
  { server }: PublicationDeps,
): Promise<Answer> {
  const headers = {
    accept: 'application/json',
    ...(etag !== undefined && { 'if-none-match': etag }),
  };
  const answer = await readAnswer(url, server('kick-off', { method: 'GET', url, headers }));
  throwForStatus(answer, '$bulk-publish');
  return answer;
}

/** Gets a page that another page links to. Throws ServerUnavailable if it is missing. */
export async function getLinkedPage(url: string, deps: PublicationDeps): Promise<Answer> {
  const answer = await getPage(url, undefined, deps);
  if (answer.status === 200) return answer;
  throw new ServerUnavailable(
    `$bulk-publish: ${answer.status} for a page that another page links to`,
  );
}

type PublicationPages = {
  /** `transactionTime` of each page, in order. */
  times: string[];
  /** How the chain continues after the last page; undefined: there is no chain. */
  end: Manifest['chain'];
  last: Answer;
};

/**
 * Follows the links from the first page to the last one, and stores each page, in place of those that
 * an earlier call stored. Throws StatusMalformed, ManifestRefused, LinkRefused, ServerUnavailable.
 */
export async function followPages(first: Answer, deps: PublicationDeps): Promise<PublicationPages> {
  const { exportId, source, storage, clock } = deps;
  const times: string[] = [];
  let pages: PagesRecord = { pages: [], cursor: first.url };
  let last = first;
  for (;;) {
    pages = await storePage(exportId, pages, last, { source, isComplete: true, storage, clock });
    const { transactionTime, chain } = dialectOf(source).readManifest(last.text);
    times.push(transactionTime);
    if (pages.cursor === null) return { times, end: chain, last };
    last = await getLinkedPage(pages.cursor, deps);
  }
}

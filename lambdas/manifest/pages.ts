import type { Manifest } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialects.ts';
import type { Answer } from '../fhir-server/answer.ts';
import { resolveLink } from '../fhir-server/links.ts';
import { readExpires } from '../fhir-server/time-headers.ts';
import { exportKeys } from '../lake/keys.ts';
import { type PageRecord, PagesRecord } from '../lake/plan-records.ts';
import { findRecord, readRecordText, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';
import { readOrQuarantine } from './quarantine-answer.ts';

type PagesDeps = { storage: Storage; clock: Pick<Clock, 'now'> };

/** Far more pages than any server sends; stops an endless chain of `next` links. */
const MAX_PAGES = 1000;

/** The pages of an export's manifest so far; initially none, and `start` is the first URL to request. */
export const readPages = async (
  exportId: string,
  start: string | null,
  storage: Storage,
): Promise<PagesRecord> =>
  (await findRecord(exportKeys(exportId).pages, PagesRecord, storage))?.record ?? {
    pages: [],
    cursor: start,
  };

/**
 * Stores one page, new or read again, and the next URL to request. `isComplete`: the job has isComplete, so
 * a page without a next link is the last. Throws StatusMalformed, ManifestRefused, LinkRefused.
 */
export async function storePage(
  exportId: string,
  { pages }: PagesRecord,
  answer: Answer,
  { source, isComplete, storage, clock }: { source: Source; isComplete: boolean } & PagesDeps,
): Promise<PagesRecord> {
  const { readManifest } = dialectOf(source);
  const manifest = await readOrQuarantine(exportId, answer, storage, () =>
    readManifest(answer.text),
  );
  const known = pages.findIndex(({ url }) => url === answer.url);
  const at = known < 0 ? pages.length : known;
  const key = exportKeys(exportId).manifestPage(at + 1);
  if (known >= 0) refuseChanged(readManifest(await readRecordText(key, storage)), manifest);
  const page: PageRecord = { url: answer.url, expires: readExpires(answer.headers, clock.now()) };
  const next = pages.toSpliced(at, 1, page);
  const record = { pages: next, cursor: cursorOf(manifest, next, answer.url, isComplete, source) };
  await storage.put(key, answer.text);
  await writeRecord(exportKeys(exportId).pages, record, storage);
  return record;
}

/** Stores the manifest that a server sends in response to the kick-off. */
export const storeKickOffManifest = (
  exportId: string,
  source: Source,
  answer: Answer,
  { storage, clock }: PagesDeps,
): Promise<PagesRecord> =>
  storePage(exportId, { pages: [], cursor: null }, answer, {
    ...{ source, isComplete: true, storage, clock },
  });

/** These decide where files are stored and which requests carry the credential. */
const UNCHANGEABLE = ['transactionTime', 'requiresAccessToken'] as const;

/** A page may get a next link and new links to files, but its files may be planned already (rule 37). */
function refuseChanged(before: Manifest, now: Manifest) {
  const field = UNCHANGEABLE.find((each) => before[each] !== now[each]);
  if (field) throw new ManifestRefused(`a page of the manifest, read again, has another ${field}`);
  if (JSON.stringify(entriesOf(before)) !== JSON.stringify(entriesOf(now)))
    throw new ManifestRefused('a page of the manifest, read again, lists other files');
}

const entriesOf = ({ files }: Manifest) => files.map(({ link: _, ...entry }) => entry);

function cursorOf(
  { next }: Manifest,
  pages: readonly PageRecord[],
  url: string,
  isComplete: boolean,
  source: Source,
): string | null {
  if (next === undefined) return isComplete ? null : url;
  const link = resolveLink(next, url, source);
  if (pages.some((page) => page.url === link))
    throw new ManifestRefused('the pages of the manifest form a circle');
  if (pages.length >= MAX_PAGES)
    throw new ManifestRefused(`the manifest has more than ${MAX_PAGES} pages`);
  return link;
}

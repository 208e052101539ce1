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

/** More pages than any server has; a `next` that never ends ends here. */
const MAX_PAGES = 1000;

/** The pages of an export's manifest so far; none yet: asking begins at `start`. */
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
 * Stores one page, as new or in place of what it was before, and where to ask next. `ended`: the
 * server says that a page without a next one is the last. Throws StatusMalformed, ManifestRefused,
 * LinkRefused.
 */
export async function storePage(
  exportId: string,
  { pages }: PagesRecord,
  answer: Answer,
  { source, ended, storage, clock }: { source: Source; ended: boolean } & PagesDeps,
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
  const record = { pages: next, cursor: cursorOf(manifest, next, answer.url, ended, source) };
  await storage.put(key, answer.text);
  await writeRecord(exportKeys(exportId).pages, record, storage);
  return record;
}

/** The manifest that a kick-off was answered with at once. */
export const storeKickOffManifest = (
  exportId: string,
  source: Source,
  answer: Answer,
  { storage, clock }: PagesDeps,
): Promise<PagesRecord> =>
  storePage(exportId, { pages: [], cursor: null }, answer, {
    ...{ source, ended: true, storage, clock },
  });

/** What decides where files land and who sees the credential. */
const SAME = ['transactionTime', 'requiresAccessToken'] as const;

/** A page may gain a next one and fresh links; what it lists may be planned already (rule 37). */
function refuseChanged(before: Manifest, now: Manifest) {
  const field = SAME.find((each) => before[each] !== now[each]);
  if (field)
    throw new ManifestRefused(`a page of the manifest has another ${field} than it had before`);
  if (JSON.stringify(placesOf(before)) !== JSON.stringify(placesOf(now)))
    throw new ManifestRefused('a page of the manifest lists other files than it did before');
}

const placesOf = ({ files }: Manifest) => files.map(({ link: _, ...place }) => place);

function cursorOf(
  { next }: Manifest,
  pages: readonly PageRecord[],
  url: string,
  ended: boolean,
  source: Source,
): string | null {
  if (next === undefined) return ended ? null : url;
  const link = resolveLink(next, url, source);
  if (pages.some((page) => page.url === link))
    throw new ManifestRefused('the pages of the manifest lead in a circle');
  if (pages.length >= MAX_PAGES)
    throw new ManifestRefused(`the manifest has more than ${MAX_PAGES} pages`);
  return link;
}

import { download } from '../../../lambdas/4-download/download.ts';
import type { PlannedFile, UnitRecord } from '../../../lambdas/lake/plan-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import {
  aDownload,
  aFile,
  aSource,
  aUnit,
  keys,
  landedKey,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';
import type { Reply, Routes, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

export const MANIFEST = `GET ${STATUS_URL}`;
export const OLD = 'https://files.example/old';
export const NEW = 'https://files.example/new';
/** The clock says three o'clock. */
export const EXPIRED = '2026-11-22T02:30:00.000Z';
const LATER = 'Sun, 22 Nov 2026 04:00:00 GMT';

/** The manifest, read again: so many files, with links below a URL. */
export const manifestOf = (links: string, count: number, changes: object = {}): Reply => ({
  headers: { expires: LATER },
  body: JSON.stringify({
    transactionTime: TRANSACTION_TIME,
    requiresAccessToken: true,
    output: Array.from({ length: count }, (_, i) => ({
      type: 'Patient',
      url: `${links}/${i + 1}`,
    })),
    ...changes,
  }),
});

type World = {
  routes: Routes;
  /** When the planned links expire. */
  expires?: string | null;
  count?: number;
  unit?: Partial<UnitRecord>;
};

/** A unit of files of one page, with planned links below `OLD`. */
export async function linksWorld({ routes, expires = null, count = 1, unit = {} }: World) {
  const deps = stepDeps({ routes, source: aSource({ dialect: 'bulk-data' }) });
  const files = Array.from({ length: count }, (_, i) => plannedFile(i + 1));
  const pages = [{ page: 1, url: STATUS_URL, expires }];
  await writeRecord(keys.unit(1), aUnit({ files, pages, ...unit }), deps.storage);
  const event = aDownload();
  return {
    ...deps,
    download: () => download(event, deps, () => 900_000),
    asked: () => deps.http.requests.map(({ url }) => url),
  };
}

const plannedFile = (n: number): PlannedFile =>
  aFile({ index: n, entry: n, url: `${OLD}/${n}`, key: landedKey('Patient', n) });

/** Routes of files 1 to `count` below a URL. */
export const files = (links: string, count: number, answer: Scripted): Routes =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`GET ${links}/${i + 1}`, answer] as const),
  );

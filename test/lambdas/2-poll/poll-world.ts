import { poll } from '../../../lambdas/2-poll/poll.ts';
import type { ProgressRecord } from '../../../lambdas/lake/export-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { BulkData } from '../../../lambdas/settings/bulk-data.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import {
  aJob,
  aManifest,
  aSource,
  BASE_URL,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import type { Reply, Routes, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

const STATUS = `GET ${STATUS_URL}`;

type PollWorld = {
  source?: Source;
  job?: ReturnType<typeof aJob>;
  ageSeconds?: number;
  /** Answers besides that of the status. */
  routes?: Routes;
};

/** A job that runs at the server, `ageSeconds` after its kick-off. */
export async function pollWorld(
  answer: Scripted | Scripted[],
  { source = aSource(), job = aJob(), ageSeconds = 0, routes = {} }: PollWorld = {},
) {
  const deps = stepDeps({ routes: { [STATUS]: answer, ...routes }, source });
  await writeRecord(keys.job, job, deps.storage);
  deps.clock.advance(ageSeconds);
  const text = async (key: string) => (await deps.storage.read(key))?.text;
  const json = async (key: string) => JSON.parse((await text(key)) ?? 'null');
  return {
    ...deps,
    /** Polls once; `planned` is how many pages Plan has planned. */
    poll: (planned = 0, remaining = () => 900_000) =>
      poll({ ...anEvent, plannedSoFar: { pages: planned, units: 0 } }, deps, remaining),
    has: (key: string) => deps.storage.objects.has(key),
    text,
    json,
    progress: async (): Promise<ProgressRecord> => json(keys.progress),
    urls: () => deps.http.requests.map(({ url }) => url),
  };
}

export const anEvent = {
  exportId: EXPORT_ID,
  source: 'acme',
  polls: 0,
  plannedSoFar: { pages: 0, units: 0 },
};

/** A body of the job's status. */
export const status = (word: string, more: object = {}): string =>
  JSON.stringify({ status: word, ...more });

/** A source of the HL7 guide. */
export const anHl7Source = (bulkData: Partial<BulkData> = {}) =>
  aSource({ dialect: 'bulk-data', bulkData: { version: 'v3', ...bulkData } });

/** The URLs of a manifest's pages: the first is the job's status. */
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

/** A server of so many pages, all ready; `last`: the next link of the last one. */
export const pageServer = (pages: number, last?: string): Routes =>
  Object.fromEntries(
    Array.from({ length: pages }, (_, i): [string, Reply] => {
      const next = i + 1 < pages ? pageUrl(i + 2) : last;
      return [`GET ${pageUrl(i + 1)}`, { body: aPage(i + 1, next) }];
    }),
  );

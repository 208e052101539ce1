import { download } from '../../lambdas/4-download/download.ts';
import { httpFor } from '../../lambdas/http/http-for.ts';
import { dataKey, exportKeys } from '../../lambdas/lake/keys.ts';
import type { PlannedFile, UnitRecord } from '../../lambdas/lake/plan-records.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { silentLog } from '../../lambdas/runtime/log.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import { Source } from '../../lambdas/settings/source.ts';
import type { Transport } from '../../lambdas/settings/sources.ts';

/** The most that Plan puts into a unit. */
const UNIT_FILES = 500;
/** The full time of a Lambda, at each call. */
const REMAINING_MILLISECONDS = 900_000;

/** Calls the Download step for one unit after another, as one worker of the state machine does. */
export async function downloadFiles(
  files: readonly PlannedFile[],
  { source, storage, receive }: { source: Source; storage: Storage; receive: Transport },
): Promise<void> {
  const deps = {
    ...{ storage, clock: systemClock, log: silentLog, http: httpFor(receive) },
    ...{ random: Math.random, sizes: defaultSizes },
    ...{ sources: { bench: source }, authenticators: () => noAuthenticator },
  };
  // With the receipts of another run nothing would be downloaded.
  const exportId = `bench-${Date.now()}-${process.pid}`;
  const startedAt = systemClock.now().toISOString();
  for (let unit = 1; (unit - 1) * UNIT_FILES < files.length; unit += 1) {
    const unitKey = exportKeys(exportId).unit(unit);
    const unitFiles = files.slice((unit - 1) * UNIT_FILES, unit * UNIT_FILES);
    const record: UnitRecord = { ...UNIT, unit, files: unitFiles };
    await storage.put(unitKey, JSON.stringify(record));
    const call = { exportId, source: 'bench', unitKey, startedAt, waits: 0 };
    await download(call, deps, () => REMAINING_MILLISECONDS);
  }
}

const UNIT = {
  requiresAccessToken: false,
  transactionTime: '2026-01-01T00:00:00.000Z',
  pages: [],
};

/** The settings of the bench's file server. */
export const benchSource = (
  origin: string,
  { verify, compress }: Pick<Source, 'verify' | 'compress'>,
): Source =>
  Source.parse({
    dialect: 'bulk-data',
    baseUrl: `${origin}/fhir`,
    auth: { kind: 'none' },
    private: true,
    ...{ verify, compress },
  });

/** Sends no credential. */
export const noAuthenticator = { headers: async () => ({}), renew: async () => false };

/** A file as Plan would write it. */
export const plannedFile = (
  index: number,
  { url, type }: Pick<PlannedFile, 'url' | 'type'>,
): PlannedFile => ({
  ...{ index, page: 1, list: 'output', entry: index, type, url },
  key: dataKey(`fhir/${type}/`, index),
});

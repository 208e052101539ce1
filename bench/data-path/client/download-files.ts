import { download } from '../../../lambdas/4-download/download.ts';
import { httpFor } from '../../../lambdas/http/http-for.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import type { PlannedFile, UnitRecord } from '../../../lambdas/lake/plan-records.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { systemClock } from '../../../lambdas/runtime/clock.ts';
import { silentLog } from '../../../lambdas/runtime/log.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import type { Transport } from '../../../lambdas/settings/sources.ts';
import { noAuthenticator } from './bench-source.ts';

/** As many as Plan puts into a unit at most. */
const UNIT_FILES = 500;
/** A whole Lambda is left, always. */
const REMAINING_MILLISECONDS = 900_000;

/** The Download step, called for one unit after another, as by one worker of the state machine. */
export async function downloadFiles(
  files: readonly PlannedFile[],
  { source, storage, receive }: { source: Source; storage: Storage; receive: Transport },
): Promise<void> {
  const deps = {
    ...{ storage, clock: systemClock, log: silentLog, http: httpFor(receive) },
    ...{ random: Math.random, sizes: defaultSizes },
    ...{ sources: { bench: source }, authenticators: () => noAuthenticator },
  };
  // Receipts of one run would spare another its files.
  const exportId = `bench-${Date.now()}-${process.pid}`;
  const startedAt = systemClock.now().toISOString();
  for (let unit = 1; (unit - 1) * UNIT_FILES < files.length; unit += 1) {
    const unitKey = exportKeys(exportId).unit(unit);
    const own = files.slice((unit - 1) * UNIT_FILES, unit * UNIT_FILES);
    const record: UnitRecord = { ...UNIT, unit, files: own };
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

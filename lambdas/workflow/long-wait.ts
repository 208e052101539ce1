import type { WaitRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

/** Our own waits are shorter: a longer one is the server's wish. */
const LONG_SECONDS = 3600;

type Wait = { exportId: string; step: WaitRecord['step']; waitSeconds: number };

/**
 * Reports a wait above an hour, for which only a server asks: counts and logs it, and stores in
 * `wait.json` until when, for the status of the export.
 */
export async function reportLongWait(
  { exportId, step, waitSeconds }: Wait,
  { storage, clock, log }: { storage: Storage; clock: Clock; log: Log },
): Promise<void> {
  if (waitSeconds <= LONG_SECONDS) return;
  const until = new Date(clock.now().getTime() + waitSeconds * 1000).toISOString();
  log.count('LongWaits', 1);
  log.warn(`${step}.long-wait`, { exportId, waitSeconds, until });
  const record: WaitRecord = { step, until };
  await writeRecord(exportKeys(exportId).wait, record, storage);
}

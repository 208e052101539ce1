import { download } from '../../../../lambdas/4-download/download.ts';
import { ThrottleRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';
import { sourceKeys } from '../../../../lambdas/lake/keys.ts';
import { ReceiptsRecord } from '../../../../lambdas/lake/receipt-records.ts';
import { findRecord, writeRecord } from '../../../../lambdas/lake/record.ts';
import type { DownloadEvent } from '../../../../lambdas/workflow/events.ts';
import { aDownload, aFile, aSource, aUnit, keys, landedKey } from '../../../fakes/builders.ts';
import type { Scripted } from '../../../fakes/scripted-http.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';

const TIME = () => 15 * 60 * 1000;
export const tooMany = (retryAfter?: string, status = 429) => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

type Of = { maxConcurrency?: number; deadlineHours?: number; stuckAfterHours?: number };

/** A unit for each list of answers, with a file for each; `maxConcurrency` is eight. */
export async function throttledWorld(units: (Scripted | Scripted[])[][], of: Of = {}) {
  const urlOf = (unit: number, n: number) => `https://files.example/${unit}-${n}`;
  const answers = units.flatMap((files, unit) =>
    files.map((answer, n) => [`GET ${urlOf(unit + 1, n)}`, answer] as const),
  );
  const source = aSource({ maxConcurrency: 8, ...of });
  const deps = stepDeps({ routes: Object.fromEntries(answers), source });
  for (const [i, answered] of units.entries()) {
    const files = answered.map((_, n) => {
      const index = i * 100 + n + 1;
      return aFile({ index, url: urlOf(i + 1, n), key: landedKey('Patient', index) });
    });
    await writeRecord(keys.unit(i + 1), aUnit({ unit: i + 1, files, pages: [] }), deps.storage);
  }
  const throttle = async () =>
    (await findRecord(sourceKeys('acme').throttle, ThrottleRecord, deps.storage))?.record;
  return {
    ...deps,
    throttle,
    holders: async () => (await throttle())?.slots.map(({ holder }) => holder) ?? [],
    download(unit = 1, changes: Partial<DownloadEvent> = {}, remaining = TIME) {
      return download({ ...aDownload(keys.unit(unit)), ...changes }, deps, remaining);
    },
    receipts: async (unit = 1) => {
      const found = await findRecord(keys.unitReceipts(unit), ReceiptsRecord, deps.storage);
      return found?.record.receipts.length ?? 0;
    },
  };
}

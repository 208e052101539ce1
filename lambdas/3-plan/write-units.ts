import { exportKeys } from '../lake/keys.ts';
import type { PlannedFile, UnitRecord } from '../lake/plan-records.ts';
import { writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { PlanEvent } from '../workflow/events.ts';
import type { Page } from './plan-files.ts';

type Common = Pick<UnitRecord, 'requiresAccessToken' | 'transactionTime'> & {
  /** Those that can be read again. */
  pages: readonly Page[];
};

/** Writes the units of one batch of pages, numbered on from the last, and the list of them for the map. */
export async function writeUnits(
  { exportId, plannedSoFar }: PlanEvent,
  units: readonly PlannedFile[][],
  { requiresAccessToken, transactionTime, pages }: Common,
  storage: Storage,
): Promise<void> {
  const keys = exportKeys(exportId);
  const items = units.map((_, i) => {
    const unit = plannedSoFar.units + i + 1;
    return { unit, unitKey: keys.unit(unit) };
  });
  for (const [i, { unit, unitKey }] of items.entries()) {
    const files = units[i] ?? [];
    const record: UnitRecord = {
      ...{ unit, requiresAccessToken, transactionTime, files },
      pages: pagesOf(files, pages),
    };
    await writeRecord(unitKey, record, storage);
  }
  await storage.put(keys.units(plannedSoFar.pages + 1), JSON.stringify(items));
}

function pagesOf(files: readonly PlannedFile[], pages: readonly Page[]): UnitRecord['pages'] {
  const named = new Set(files.map(({ page }) => page));
  return pages
    .filter(({ page }) => named.has(page))
    .map(({ page, url, expires }) => ({ page, url, expires }));
}

import { exportKeys } from '../lake/keys.ts';
import type { PlannedFile, UnitRecord } from '../lake/plan-records.ts';
import { writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { PlanEvent } from '../workflow/events.ts';
import type { Page } from './plan-files.ts';

/** Most files of a unit: its receipts stay a small object. */
const MAX_FILES = 500;
/** Units per concurrent worker: enough that one slow unit does not delay the end. */
export const UNITS_PER_WORKER = 4;

/**
 * Cuts files into units of similar size: many small files in one, a large file alone. The size is the
 * manifest's `count`; files without one count the same. Keeps the order.
 */
export function cutUnits(files: readonly PlannedFile[], maxConcurrency: number): PlannedFile[][] {
  const total = files.reduce((sum, file) => sum + weight(file), 0);
  const target = Math.max(1, total / (maxConcurrency * UNITS_PER_WORKER));
  const units: PlannedFile[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const file of files) {
    const unit = units.at(-1);
    if (unit && unit.length < MAX_FILES && filled + weight(file) <= target) {
      unit.push(file);
      filled += weight(file);
    } else {
      units.push([file]);
      filled = weight(file);
    }
  }
  return units;
}

const weight = ({ count }: PlannedFile) => 1 + (count ?? 0);

type Common = Pick<UnitRecord, 'requiresAccessToken' | 'transactionTime'> & {
  /** The pages that can be read again. */
  pages: readonly Page[];
};

/**
 * Stores the units of one batch of pages, numbered from the last batch on, and their list for the map.
 */
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

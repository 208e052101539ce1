import type { PlannedFile } from '../lake/plan-records.ts';

/** So many small files make one unit at most; its receipts stay a small object. */
const MAX_FILES = 500;
/** Units per concurrent worker: enough that one slow unit does not hold up the end. */
const UNITS_PER_WORKER = 4;

/**
 * Cuts files into units of like size: many small ones in one, one large one alone. Size is the
 * promised line count where the server gives one; else files count alike. Order is kept.
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

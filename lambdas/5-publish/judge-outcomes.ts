import type { LandedReceipt } from '../lake/receipt-records.ts';
import { ServerReportedErrors } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

/**
 * Whether an export is complete, by what the server's OperationOutcomes say: warnings and information
 * never count, errors as the source's settings want it (M11, rule 35). Throws ServerReportedErrors.
 */
export function judgeOutcomes(
  receipts: readonly LandedReceipt[],
  onOutcome: Source['onOutcome'],
): boolean {
  const bad = receipts.filter(({ issues }) => issues && issues.fatal + issues.error > 0);
  const errors = bad.reduce(
    (sum, { issues }) => sum + (issues?.fatal ?? 0) + (issues?.error ?? 0),
    0,
  );
  if (errors === 0 || onOutcome === 'warn') return true;
  if (onOutcome === 'partial') return false;
  throw new ServerReportedErrors(
    `the server tells of ${errors} errors in this export: see ${bad[0]?.objects[0]?.key}; "onOutcome": "partial" publishes such an export as not complete`,
  );
}

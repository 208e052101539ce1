import type { PlannedAttachment } from '../../lake/attachment-records.ts';

/** So many make one unit at most; its receipts stay a small object. */
const MAX_ATTACHMENTS = 200;
/** Units per concurrent worker: enough that one slow unit does not hold up the end. */
const UNITS_PER_WORKER = 4;

/** Cuts attachments into units of the same number each, in their order. */
export function cutAttachments(
  planned: readonly PlannedAttachment[],
  maxConcurrency: number,
): PlannedAttachment[][] {
  const even = Math.ceil(planned.length / (maxConcurrency * UNITS_PER_WORKER));
  const size = Math.max(1, Math.min(MAX_ATTACHMENTS, even));
  const units: PlannedAttachment[][] = [];
  for (let from = 0; from < planned.length; from += size)
    units.push(planned.slice(from, from + size));
  return units;
}

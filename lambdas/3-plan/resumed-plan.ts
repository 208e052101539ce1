import { RequestRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { PlanRecord } from '../lake/plan-records.ts';
import { findRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';

/** More exports than anybody resumes one after the other. */
const MAX_RESUMED = 100;

export type ResumedPlan = { exportId: string; plan: PlanRecord };

/**
 * The plan of the export that this one resumes or, where that one came to none, of the export which it
 * resumed in turn: an export without a plan has landed nothing itself. undefined: there is none.
 */
export async function resumedPlan(
  exportId: string,
  storage: Pick<Storage, 'read'>,
): Promise<ResumedPlan | undefined> {
  let later = exportId;
  for (let hops = 0; hops < MAX_RESUMED; hops += 1) {
    const asked = await findRecord(exportKeys(later).request, RequestRecord, storage);
    if (asked?.record.begin.kind !== 'resume') return undefined;
    later = asked.record.begin.exportId;
    const plan = await findRecord(exportKeys(later).plan, PlanRecord, storage);
    if (plan) return { exportId: later, plan: plan.record };
  }
  return undefined;
}

import { DecisionRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, readRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Executions } from '../workflow/executions.ts';

/**
 * Decides once and for all whether an export is published or given up, and tells what was decided,
 * now or before. So a publish that races with a cancel has one winner (O7).
 */
export async function decide(
  exportId: string,
  decision: DecisionRecord['decision'],
  storage: Storage,
  reason?: 'Cancelled',
): Promise<DecisionRecord['decision']> {
  const key = exportKeys(exportId).decision;
  const record: DecisionRecord = { decision, ...(reason && { reason }) };
  const put = await writeRecord(key, record, storage, { kind: 'if-absent' });
  if (put === 'stored') return decision;
  return (await readRecord(key, DecisionRecord, storage)).decision;
}

/** What was decided of an export so far; undefined: nothing yet. */
export const decisionOf = async (
  exportId: string,
  storage: Storage,
): Promise<DecisionRecord['decision'] | undefined> => (await found(exportId, storage))?.decision;

/** Whether somebody cancelled an export, as the status-change event does not tell. */
export const wasCancelled = async (exportId: string, storage: Storage): Promise<boolean> =>
  (await found(exportId, storage))?.reason === 'Cancelled';

const found = async (exportId: string, storage: Storage): Promise<DecisionRecord | undefined> =>
  (await findRecord(exportKeys(exportId).decision, DecisionRecord, storage))?.record;

/**
 * Gives a running export up and stops its execution; the status-change event brings the clean-up. The
 * decision is written first, so that a cancel and a publish have one winner (O7), and so that a Kick
 * off under way sees that it is not wanted any more (O8). False where it is being published already.
 */
export async function stopExport(
  exportId: string,
  cause: string,
  { storage, executions }: { storage: Storage; executions: Executions },
): Promise<boolean> {
  if ((await decide(exportId, 'abandon', storage, 'Cancelled')) === 'publish') return false;
  await executions.stop(exportId, 'Cancelled', cause);
  return true;
}

import { DecisionRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { findRecord, readRecord, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Executions } from '../workflow/executions.ts';

/**
 * Decides once whether an export is published or abandoned, and returns the decision, made now or before.
 * A publish that races with a cancel has one winner (O7).
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

/** The decision about an export; undefined if there is none yet. */
export const decisionOf = async (
  exportId: string,
  storage: Storage,
): Promise<DecisionRecord['decision'] | undefined> => (await found(exportId, storage))?.decision;

/** Whether the export was cancelled; the status-change event does not say so. */
export const wasCancelled = async (exportId: string, storage: Storage): Promise<boolean> =>
  (await found(exportId, storage))?.reason === 'Cancelled';

const found = async (exportId: string, storage: Storage): Promise<DecisionRecord | undefined> =>
  (await findRecord(exportKeys(exportId).decision, DecisionRecord, storage))?.record;

/**
 * Cancels a running export: decides to abandon it, then stops its execution. The status-change event
 * starts Clean up. The decision comes first, so that a cancel and a publish have one winner (O7) and a
 * Kick off in progress sees the cancel. Returns false if the export is already being published.
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

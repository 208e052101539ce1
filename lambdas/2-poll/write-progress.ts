import type { Clock } from '../shared/clock.ts';
import type { StatusAnswer } from '../shared/dialects/dialect.ts';
import { exportKeys } from '../shared/keys.ts';
import { writeRecord } from '../shared/records/record.ts';
import type { Storage } from '../shared/storage.ts';

type Running = Extract<StatusAnswer, { kind: 'running' }>;

/** Writes down what a poll heard, for whoever asks how the export stands. */
export async function writeProgress(
  exportId: string,
  { kind: _, ...counters }: Running,
  { storage, clock }: { storage: Storage; clock: Clock },
): Promise<void> {
  const record = { polledAt: clock.now().toISOString(), ...counters };
  await writeRecord(exportKeys(exportId).progress, record, storage);
}

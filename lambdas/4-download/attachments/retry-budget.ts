import * as z from 'zod';
import { exportKeys } from '../../lake/keys.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import { ServerBusy, ServerUnavailable } from '../../runtime/errors.ts';

const Indexes = z.array(z.int().min(1));

/**
 * `attachments/transient-errors-…json`: the attachments of a unit at which the server was unavailable, once
 * for each time, and those at which it was throttled.
 */
const TransientErrors = z.strictObject({ unavailable: Indexes, throttled: Indexes });
type TransientErrors = z.infer<typeof TransientErrors>;

/** Retries of the state machine for one attachment. */
const MAX_PER_ATTACHMENT = 3;
/** Retries for all attachments of a unit, one less than the state machine does (`fileUnavailable`). */
const MAX_PER_UNIT = 9;
/** Waits for one attachment: half a day without `Retry-After`. */
const MAX_WAITS_PER_ATTACHMENT = 50;

type FailedAttachment = { exportId: string; unit: number; index: number };

/**
 * Whether the state machine should retry after an error: a transient one, as of a file, but within a
 * budget, since one unreachable attachment must not fail the export. Records the error.
 */
export async function mayRetry(
  error: Error,
  { exportId, unit, index }: FailedAttachment,
  storage: Storage,
): Promise<boolean> {
  const kind = kindOf(error);
  if (!kind) return false;
  const key = exportKeys(exportId).attachmentTransientErrors(unit);
  const none: TransientErrors = { unavailable: [], throttled: [] };
  const before = (await findRecord(key, TransientErrors, storage))?.record ?? none;
  if (isSpent[kind](before[kind], index)) return false;
  await writeRecord(key, { ...before, [kind]: [...before[kind], index] }, storage);
  return true;
}

function kindOf(error: Error): keyof TransientErrors | undefined {
  if (error instanceof ServerBusy) return 'throttled';
  return error instanceof ServerUnavailable ? 'unavailable' : undefined;
}

const isSpent = {
  unavailable: (all: readonly number[], index: number) =>
    all.length >= MAX_PER_UNIT || times(all, index) >= MAX_PER_ATTACHMENT,
  throttled: (all: readonly number[], index: number) =>
    times(all, index) >= MAX_WAITS_PER_ATTACHMENT,
};

const times = (all: readonly number[], index: number) =>
  all.filter((each) => each === index).length;

import * as z from 'zod';
import { exportKeys } from '../../lake/keys.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import { ServerBusy, ServerUnavailable } from '../../runtime/errors.ts';

const Indexes = z.array(z.int().min(1));

/**
 * `attachments/stumbles-…json`: at which attachments a unit's server was down, each time, and at which
 * it asked to wait.
 */
const Stumbles = z.strictObject({ indexes: Indexes, busy: Indexes });
type Stumbles = z.infer<typeof Stumbles>;

/** So often the state machine tries again because of one attachment that the server is down for. */
const PER_ATTACHMENT = 3;
/** So often because of all of a unit, one less than it tries again in all (`serverGivesNoFile`). */
const PER_UNIT = 9;
/** So often a unit waits for a server that asks to wait at one attachment, half a day by our own waits. */
const WAITS_PER_ATTACHMENT = 50;

type Stumble = { exportId: string; unit: number; index: number };

/**
 * Whether an error is one that passes, of a server that is down or busy, and worth another wait of the
 * state machine's, as it is for a file. Not for ever: one attachment that stays out of reach would fail
 * the export.
 */
export async function worthAWait(
  error: Error,
  { exportId, unit, index }: Stumble,
  storage: Storage,
): Promise<boolean> {
  const kind = kindOf(error);
  if (!kind) return false;
  const key = exportKeys(exportId).attachmentStumbles(unit);
  const none: Stumbles = { indexes: [], busy: [] };
  const before = (await findRecord(key, Stumbles, storage))?.record ?? none;
  if (isEnough[kind](before[kind], index)) return false;
  await writeRecord(key, { ...before, [kind]: [...before[kind], index] }, storage);
  return true;
}

const isEnough = {
  indexes: (all: readonly number[], index: number) =>
    all.length >= PER_UNIT || times(all, index) >= PER_ATTACHMENT,
  busy: (all: readonly number[], index: number) => times(all, index) >= WAITS_PER_ATTACHMENT,
};

const times = (all: readonly number[], index: number) =>
  all.filter((each) => each === index).length;

function kindOf(error: Error): keyof Stumbles | undefined {
  if (error instanceof ServerBusy) return 'busy';
  return error instanceof ServerUnavailable ? 'indexes' : undefined;
}

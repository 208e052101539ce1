import * as z from 'zod';
import { sourceKeys } from '../../lake/keys.ts';
import { findRecord, writeRecord } from '../../lake/record.ts';
import type { PutCondition, Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';
import { RecordInvalid } from '../../runtime/errors.ts';
import { Instant } from '../../settings/export-request.ts';

/**
 * `state/<source>/throttle.json`: limits the requests to a source for files, written once the source
 * has asked to wait.
 */
export const ThrottleRecord = z.strictObject({
  /** How many calls of Download could send requests at the same time at `notBefore`; it grows after. */
  allowed: z.int().min(1),
  consecutiveThrottles: z.int().min(1),
  /** The first of the consecutive throttled responses, and the last. */
  throttledSince: Instant,
  throttledAt: Instant,
  /** No request before. */
  notBefore: Instant,
  /** The calls that may send requests, in the order in which they came; each until it expires. */
  slots: z.array(z.strictObject({ holder: z.string(), expiresAt: Instant })),
});
export type ThrottleRecord = z.infer<typeof ThrottleRecord>;

export type ThrottleDeps = { storage: Storage; clock: Clock; random: () => number };

/** Many calls may be throttled at the same moment, and only one of them can write. */
const MAX_CONTENTION_MILLISECONDS = 500;

/**
 * Updates a source's throttle with a conditional write; does not write what did not change. Decides again
 * if another call has written in the meantime.
 */
export async function updateThrottle<Decision extends { throttle: ThrottleRecord | undefined }>(
  source: string,
  decide: (throttle: ThrottleRecord | undefined) => Decision,
  { storage, clock, random }: ThrottleDeps,
): Promise<Decision> {
  const key = sourceKeys(source).throttle;
  for (;;) {
    const { record, condition } = await readThrottle(key, storage);
    const decision = decide(record);
    const { throttle } = decision;
    if (!throttle || throttle === record) return decision;
    if ((await writeRecord(key, throttle, storage, condition)) === 'stored') return decision;
    await clock.sleep(random() * MAX_CONTENTION_MILLISECONDS);
  }
}

type Read = { record?: ThrottleRecord; condition: PutCondition | undefined };

/** An unreadable record counts as absent and is overwritten: it must not block a source for good. */
async function readThrottle(key: string, storage: Storage): Promise<Read> {
  try {
    const found = await findRecord(key, ThrottleRecord, storage);
    if (!found) return { condition: { kind: 'if-absent' } };
    return { record: found.record, condition: { kind: 'if-match', etag: found.etag } };
  } catch (error) {
    if (error instanceof RecordInvalid) return { condition: undefined };
    throw error;
  }
}

import type { Clock } from '../../clock.ts';
import { AwsError, NoAnswer } from './aws-error.ts';

/** The first try and five more (S1). */
const ATTEMPTS = 6;

/** The longest wait before the second try; it doubles from there, half a minute in all. */
const WAIT_MILLISECONDS = 1000;

export type Patience = { clock: Clock; random: () => number };

/**
 * Tries again what passes by itself: throttling, a stumble of the service, a lost connection (S1, S6).
 * Full jitter: each wait is anything up to its longest, so that many clients do not come back at once.
 */
export async function patiently<Result>(
  attempt: () => Promise<Result>,
  { clock, random }: Patience,
): Promise<Result> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (made === ATTEMPTS || !passes(error)) throw error;
    }
    await clock.sleep(random() * WAIT_MILLISECONDS * 2 ** (made - 1));
  }
}

/** Whether the same call may succeed a moment later. */
export const passes = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  (error instanceof AwsError && (PASSING.has(error.name) || STUMBLES.has(error.status)));

const STUMBLES = new Set([429, 500, 502, 503, 504]);

/** Codes of any status: S3's InternalError and SlowDown may come behind a 200 (S4). */
const PASSING = new Set([
  // What arrived is not what was sent: it is sent again (S8).
  'BadDigest',
  // Another conditional write of this key is under way; who has won shows when it is through.
  'ConditionalRequestConflict',
  'InternalError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const MIN_SECONDS = 2;
const MAX_SECONDS = 600;
/** A tenth of the job's age: the end of the job is seen at most a tenth late. */
const SHARE_OF_AGE = 0.1;
/** From the third day on the wait grows again: the end is seen at most 0.4 % late. */
const SHARE_OF_LONG_AGE = 1 / 288;
/** However often the server throttles, the end is seen within the hour. */
const MAX_THROTTLED_SECONDS = 3600;

/**
 * Seconds until the next poll: our own wait, or the server's `Retry-After` if that is longer. Our own
 * wait doubles with each 429 for the rest of the job. A job of fourteen days takes some 1,000 polls of
 * 9 events each, of the 25,000 of an execution's history (F2).
 */
export function nextWaitSeconds(
  ageSeconds: number,
  retryAfterSeconds: number | undefined,
  throttledPolls: number,
): number {
  const short = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, ageSeconds * SHARE_OF_AGE));
  const own = Math.max(short, ageSeconds * SHARE_OF_LONG_AGE) * 2 ** Math.min(throttledPolls, 20);
  return Math.ceil(Math.max(Math.min(own, MAX_THROTTLED_SECONDS), retryAfterSeconds ?? 0));
}

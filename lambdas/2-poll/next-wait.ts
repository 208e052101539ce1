const MIN_SECONDS = 2;
const MAX_SECONDS = 600;
/** A tenth of the job's age: the wait grows with it, and the end is seen at most a tenth late. */
const SHARE_OF_AGE = 0.1;

/**
 * Seconds until the next poll. The server's `Retry-After` is obeyed where it asks for more patience
 * than our own, which alone keeps a job of seven days to about 1,070 polls of 9 events each: less
 * than half of the 25,000 events of a history (reliability 0.6).
 */
export function nextWaitSeconds(ageSeconds: number, retryAfterSeconds: number | undefined): number {
  const own = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, ageSeconds * SHARE_OF_AGE));
  return Math.ceil(Math.max(own, retryAfterSeconds ?? 0));
}

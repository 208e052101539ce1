const MIN_SECONDS = 1;
/** The longest deadline of a source: no export waits longer. */
const MAX_SECONDS = 14 * 24 * 3600;

/** From here on a number is not a wait, which would be over 30 years, but seconds since 1970. */
const FIRST_EPOCH_SECONDS = 1e9;
const FIRST_EPOCH_MILLISECONDS = 1e12;

/**
 * `Retry-After` in seconds, from one second to fourteen days; undefined if it is unusable. It is whole
 * seconds or an HTTP date (RFC 9110 §10.2.3); the reference server also sends seconds or milliseconds
 * since 1970.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return secondsOf(Number(text), now);
  const until = httpDate(text);
  return until === undefined ? undefined : secondsUntil(until, now);
}

function secondsOf(value: number, now: Date): number {
  if (value < FIRST_EPOCH_SECONDS) return clamp(value);
  return secondsUntil(value < FIRST_EPOCH_MILLISECONDS ? value * 1000 : value, now);
}

const secondsUntil = (milliseconds: number, now: Date) =>
  clamp(Math.ceil((milliseconds - now.getTime()) / 1000));

const clamp = (seconds: number) => Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));

/**
 * When the links of a manifest expire, from the `Expires` of its response (RFC 9110 §5.6.7); null if it
 * is absent or unusable. `0`, or a time before the response's `Date` (default: `now`), only forbids caching.
 */
export function readExpires(
  { expires, date }: Readonly<Record<string, string>>,
  now: Date,
): string | null {
  const end = httpDate(expires);
  const sent = httpDate(date) ?? now.getTime();
  return end === undefined || end <= sent ? null : new Date(end).toISOString();
}

/** Not for any text: `Date.parse('120')` is a date. */
function httpDate(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  const time = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

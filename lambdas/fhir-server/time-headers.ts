const MIN_SECONDS = 1;
const MAX_SECONDS = 3600;

/** As seconds to wait more than 30 years; as seconds since 1970 a day of 2001. */
const FIRST_EPOCH_SECONDS = 1e9;
/** The same day in milliseconds. */
const FIRST_EPOCH_MILLISECONDS = 1e12;

/**
 * `Retry-After` in seconds, clamped to an hour; undefined where it says nothing usable. It is whole
 * seconds or an HTTP date (RFC 9110 §10.2.3), and of the reference server the time itself, once in
 * seconds and once in milliseconds since 1970. Digits come first, since `Date.parse('120')` is a date.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return secondsOf(Number(text), now);
  if (!/^[A-Z][a-z]{2},? /.test(text)) return undefined;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : secondsUntil(until, now);
}

function secondsOf(value: number, now: Date): number {
  if (value < FIRST_EPOCH_SECONDS) return clamp(value);
  return secondsUntil(value < FIRST_EPOCH_MILLISECONDS ? value * 1000 : value, now);
}

const secondsUntil = (milliseconds: number, now: Date) =>
  clamp(Math.ceil((milliseconds - now.getTime()) / 1000));

const clamp = (seconds: number) => Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));

/**
 * When the links of a manifest end, from the `Expires` of its answer (RFC 9110 §5.6.7); null where
 * that says nothing. Nor does `0`, or a time that was over when the answer was made, by its `Date` or
 * else `now`: servers send these against caches.
 */
export function readExpires(
  { expires, date }: Readonly<Record<string, string>>,
  now: Date,
): string | null {
  const end = httpDate(expires);
  const made = httpDate(date) ?? now.getTime();
  return end === undefined || end <= made ? null : new Date(end).toISOString();
}

function httpDate(header: string | undefined): number | undefined {
  const text = header?.trim() ?? '';
  const time = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

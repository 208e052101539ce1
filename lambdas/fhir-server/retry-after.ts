const MIN_SECONDS = 1;
const MAX_SECONDS = 3600;

/** As seconds to wait more than 30 years; as seconds since 1970 a day of 2001. */
const FIRST_EPOCH_SECONDS = 1e9;
/** The same day in milliseconds. */
const FIRST_EPOCH_MILLISECONDS = 1e12;

/**
 * `Retry-After` in seconds, clamped to an hour; undefined where it says nothing usable. It is whole
 * seconds or an HTTP date (RFC 9110 §10.2.3), and of the reference server the time itself, once in
 * seconds and once in milliseconds since 1970. Digits come first, since `Date.parse('120')` is a date
 * (P2).
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

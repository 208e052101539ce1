const MIN_SECONDS = 1;
const MAX_SECONDS = 3600;

/**
 * `Retry-After` in seconds, clamped to an hour; undefined where it says nothing usable. It is whole
 * seconds or an HTTP date (RFC 9110 §10.2.3). Digits come first, since `Date.parse('120')` is a date
 * (P2).
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return clamp(Number(text));
  if (!/^[A-Z][a-z]{2},? /.test(text)) return undefined;
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : clamp(Math.ceil((until - now.getTime()) / 1000));
}

const clamp = (seconds: number) => Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));

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

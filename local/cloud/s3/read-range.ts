/** First and last byte, both included. */
export type Range = { start: number; end: number };

/**
 * The bytes that a `Range` header asks for. What is not one range of bytes counts as absent
 * (RFC 9110 §14.2); a range without a byte in the object is `unsatisfiable`.
 */
export function readRange(
  header: string | undefined,
  size: number,
): Range | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(?:(?<start>\d+)-(?<end>\d*)|-(?<suffix>\d+))$/.exec(header ?? '');
  if (!match?.groups) return 'whole';
  const { start, end, suffix } = match.groups;
  const first = start === undefined ? Math.max(0, size - Number(suffix)) : Number(start);
  const last = Math.min(size - 1, end ? Number(end) : size - 1);
  if (end && Number(end) < first) return 'whole';
  return first > last ? 'unsatisfiable' : { start: first, end: last };
}

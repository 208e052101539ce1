/**
 * `$partition(array, size)`: the array in pieces of `size`. As Step Functions answers: nothing for an
 * empty array or a size of 0, one piece where there is no size, an error for a negative one.
 */
export function partition(items: unknown, size?: unknown): unknown[][] | undefined {
  if (items === undefined) return undefined;
  if (!Array.isArray(items))
    throw new TypeError('T0412: argument 1 of "partition" must be an array');
  if (size === undefined) return [items];
  const whole = truncated('partition', size);
  if (whole < 0) throw new RangeError('D3137: Second argument must be zero or greater');
  if (whole === 0 || items.length === 0) return undefined;
  const pieces = Math.ceil(items.length / whole);
  return Array.from({ length: pieces }, (_, n) => items.slice(n * whole, (n + 1) * whole));
}

/**
 * `$range(first, last, step)`: the numbers from `first` through `last`. A JSONata sequence: nothing
 * for no number, the bare number for one.
 */
export function range(
  first?: unknown,
  last?: unknown,
  step?: unknown,
): number[] | number | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [from, to, by] = [
    truncated('range', first),
    truncated('range', last),
    truncated('range', step),
  ];
  const length = by === 0 ? 0 : Math.max(0, Math.floor((to - from) / by) + 1);
  const numbers = Array.from({ length }, (_, n) => from + n * by);
  return numbers.length > 1 ? numbers : numbers[0];
}

/** Step Functions rounds arguments towards zero. */
function truncated(name: string, value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  throw new TypeError(`T0410: an argument of function "${name}" does not match function signature`);
}

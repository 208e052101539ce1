/**
 * The random numbers of one resource, which need no numbers of other resources. The start is a hash of
 * seed, kind and index; the steps are SplitMix's (Steele et al. 2014) on 32 bits with MurmurHash3's
 * finalizer.
 */
export class RandomStream {
  #state: number;

  constructor(seed: number, kind: number, index: number) {
    const high = Math.floor(index / 2 ** 32);
    this.#state = fmix32(seed ^ fmix32(kind ^ fmix32((index | 0) ^ fmix32(high + 1))));
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return Math.floor((fmix32(this.#state) / 2 ** 32) * limit);
  }

  /** A value of a non-empty table. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('the table is empty');
    return value;
  }
}

/** MurmurHash3's finalizer: each input bit changes about half of the output bits. */
export function fmix32(number: number): number {
  const once = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

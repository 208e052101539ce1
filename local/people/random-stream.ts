/**
 * A stream of random numbers for one thing, found by counting: nothing before it has to be drawn.
 * The start is a hash of seed, kind and index; the steps are SplitMix's (Steele et al. 2014) on
 * 32 bits with MurmurHash3's finalizer.
 */
export class RandomStream {
  #state: number;

  constructor(seed: number, kind: number, index: number) {
    const high = Math.floor(index / 2 ** 32);
    this.#state = scramble(seed ^ scramble(kind ^ scramble((index | 0) ^ scramble(high + 1))));
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return Math.floor((scramble(this.#state) / 2 ** 32) * limit);
  }

  /** One of the values of a table that is not empty. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }
}

/** MurmurHash3's finalizer: each bit of the number changes about half of the bits that come out. */
export function scramble(number: number): number {
  const once = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

type Random = () => number;

/**
 * `$random(seed)`: from 0 up to 1, the same for the same seed. The number that a seed gives is not
 * the one Step Functions gives for it.
 */
export function randomNumber(seed: unknown, random: Random): number {
  if (seed === undefined) return random();
  if (typeof seed === 'number') return seeded(seed);
  throw new TypeError('T0410: Argument 1 of function "random" does not match function signature');
}

/** A version 4 UUID out of sixteen random bytes. */
export function uuid(random: Random): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** One step of mulberry32. */
function seeded(seed: number): number {
  let bits = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}

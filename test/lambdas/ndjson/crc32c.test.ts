import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { combineCrc32c, crc32c } from '../../../lambdas/ndjson/crc32c.ts';
import { DISTANCES } from '../../../lambdas/ndjson/crc32c-fold.ts';
import { crc32c as byTable } from '../../../local/cloud/s3/body/checksums.ts';
import { positions, splitAt } from './scanned.ts';

const noise = (bytes: number, seed: number) => {
  let state = seed | 1;
  return Buffer.from(
    Array.from({ length: bytes }, () => {
      state = Math.imul(state, 0x19660d) + 0x3c6ef35f;
      return state >>> 24;
    }),
  );
};
/** Of any length, and more often of one where the work is divided otherwise. */
const lengths = fc.oneof(
  fc.nat({ max: 1000 }),
  fc.nat({ max: 20_000 }),
  fc.constantFrom(0, 1, 3, 4, 417, 418, 419, 6687, 6688, 6689, 65_535, 65_536, 65_537, 140_000),
);
const contents = fc.tuple(lengths, fc.nat()).map(([bytes, seed]) => noise(bytes, seed));

test('gives the values of RFC 3720, appendix B.4', () => {
  assert.equal(crc32c(Buffer.alloc(32), 0), 0x8a9136aa);
  assert.equal(crc32c(Buffer.alloc(32, 0xff), 0), 0x62a8ab43);
  assert.equal(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0), 0x46dd794e);
  assert.equal(crc32c(Buffer.from('123456789'), 0), 0xe3069283);
});

test('is the same as by table, in chunks as well, and does not change the bytes', () => {
  fc.assert(
    fc.property(contents, positions, (bytes, at) => {
      const copy = Buffer.from(bytes);
      const inChunks = splitAt(bytes, at).reduce((crc, chunk) => crc32c(chunk, crc), 0);
      assert.equal(inChunks, byTable(bytes, 0));
      assert.deepEqual(bytes, copy);
    }),
    { numRuns: 300 },
  );
});

test('the CRCs of parts add up to the CRC of the object', () => {
  fc.assert(
    fc.property(contents, positions, (bytes, at) => {
      const whole = splitAt(bytes, at).reduce(
        (crc, part) => combineCrc32c(crc, crc32c(part, 0), part.length),
        0,
      );
      assert.equal(whole, byTable(bytes, 0));
    }),
    { numRuns: 200 },
  );
});

test('parts of more than 4 GiB add up: of zeros, in halves', () => {
  const MIB = 1024 ** 2;
  const doubled = (crc: number, bytes: number) => combineCrc32c(crc, crc, bytes);
  let crc = crc32c(Buffer.alloc(MIB), 0);
  let bytes = MIB;
  for (; bytes < 2 ** 40; bytes *= 2) crc = doubled(crc, bytes);
  let other = crc32c(Buffer.alloc(MIB), 0);
  for (let left = bytes - MIB, size = MIB, half = other; left > 0; left -= size, size *= 2) {
    other = combineCrc32c(other, half, size);
    half = doubled(half, size);
  }
  assert.equal(other, crc);
});

test('the polynomial divides the sparse one that the bytes are folded by', () => {
  const [top = 0] = DISTANCES.slice(-1);
  const exponents = [top, ...DISTANCES.map((distance) => top - distance)];
  const dividend = exponents.reduce((sum, exponent) => sum ^ (1n << BigInt(exponent)), 0n);
  const divisor = 0x11edc6f41n;
  let rest = dividend;
  for (let bit = BigInt(top); bit >= 32n; bit -= 1n)
    if ((rest >> bit) & 1n) rest ^= divisor << (bit - 32n);
  assert.equal(rest, 0n);
});

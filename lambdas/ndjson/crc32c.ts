import { type Fold, foldModule, reach } from './crc32c-fold.ts';

/** The reversed Castagnoli polynomial (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
/** Polynomials are reversed: the highest bit is the constant. */
const ONE = 0x80000000;
const X = 0x40000000;
/** Folded at once: it fits into the L2 cache, and few bytes are left for the table. */
const BLOCK_BYTES = 256 * 1024;
const PAGE_BYTES = 64 * 1024;
/** The block is at the end; zeros come before it. */
const PAGES = BLOCK_BYTES / PAGE_BYTES + 1;
const MEMORY_END = PAGES * PAGE_BYTES;
/** Vectors first, then bytes. */
const UNITS = { vectors: 16, bytes: 1 };

/** Node's types do not declare it. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (
    module: object,
    imports: { memory: { of: object } },
  ) => { readonly exports: Readonly<Record<keyof typeof UNITS, Fold>> };
};

const memory = new WebAssembly.Memory({ initial: PAGES });
const scratch = new Uint8Array(memory.buffer);
const folds = new WebAssembly.Instance(new WebAssembly.Module(foldModule(UNITS, PAGES)), {
  memory: { of: memory },
}).exports;

const timesX = (value: number) => (value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1);

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = timesX(value);
  return value;
});

/** CRC-32C of all bytes so far; `previous`: of those before these, at first 0. */
export function crc32c(bytes: Uint8Array, previous: number): number {
  let value = ~previous;
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES)
    value = ofBlock(bytes.subarray(at, at + BLOCK_BYTES), value);
  return ~value >>> 0;
}

/** CRC-32C of two byte sequences in a row, from the CRC-32C of each: so parts add up to an object. */
export const combineCrc32c = (first: number, second: number, secondBytes: number): number =>
  (times(first, xToThe(8 * secondBytes)) ^ second) >>> 0;

/** A CRC-32C as S3 writes it: big-endian, in base64. */
export function crc32cBase64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

function ofBlock(block: Uint8Array, value: number): number {
  if (block.length < 2 * reach(UNITS.bytes)) return byTable(block, value);
  const begin = MEMORY_END - block.length;
  scratch.set(block, begin);
  // The previous CRC counts as if it were added to the first bytes.
  for (let i = 0; i < 4; i += 1) scratch[begin + i] = (block[i] ?? 0) ^ (value >>> (8 * i));
  const folded = fold('bytes', fold('vectors', begin));
  return byTable(scratch.subarray(folded), 0);
}

/** Folds the block at `begin` if it is long enough, and gives where the rest begins. */
function fold(unit: keyof typeof UNITS, begin: number): number {
  const left = reach(UNITS[unit]);
  if (MEMORY_END - begin < 2 * left) return begin;
  // Zeros in front do not change a CRC: they fill the first vector, and the reach of the first units.
  const at = begin - (begin % 16) - left;
  scratch.fill(0, at, begin);
  folds[unit](at, MEMORY_END);
  return MEMORY_END - left;
}

function byTable(bytes: Uint8Array, value: number): number {
  let next = value;
  for (const byte of bytes) next = (table[(next ^ byte) & 0xff] ?? 0) ^ (next >>> 8);
  return next;
}

function times(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit -= 1) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = timesX(shifted);
  }
  return product;
}

/** By squaring; the exponents of objects exceed 32 bits. */
function xToThe(exponent: number): number {
  let product = ONE;
  let power = X;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product = times(product, power);
    power = times(power, power);
  }
  return product;
}

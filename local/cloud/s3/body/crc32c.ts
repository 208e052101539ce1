/** The reversed Castagnoli polynomial (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32C of bytes that follow those of which `previous` is the CRC-32C. */
export function crc32c(bytes: Uint8Array, previous: number): number {
  let value = ~previous;
  // By index: an iterator over the bytes takes four times as long.
  for (let i = 0; i < bytes.length; i += 1)
    value = (table[(value ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

import { crc32c } from '../../local/cloud/s3/body/checksums.ts';

/** The CRC-32C of bytes as S3 writes it: big-endian, in base64. */
export function crc32cOf(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes, 0));
  return sum.toString('base64');
}

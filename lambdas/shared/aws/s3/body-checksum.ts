import { crc32 } from 'node:zlib';

/**
 * The header by which S3 checks that a body arrived as it left (S8): the CRC-32C that its writer took
 * on the way, else a CRC-32 taken here.
 */
export const bodyChecksum = (body: Buffer, crc32c?: string): Record<string, string> =>
  crc32c === undefined
    ? { 'x-amz-checksum-crc32': base64(crc32(body)) }
    : { 'x-amz-checksum-crc32c': crc32c };

function base64(checksum: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes.toString('base64');
}

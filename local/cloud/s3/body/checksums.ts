import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../service.ts';
import type { S3Request } from '../bucket.ts';

/** A checksum that the client declared: in a header, or to come in a trailer of that name. */
export type DeclaredChecksum = {
  header: string;
  declared: string | 'in the trailer';
  digest: Digest;
};

/** Reads what a client declares of its body. Throws NotImplemented for a trailer not known. */
export function declaredChecksums(headers: S3Request['headers']): DeclaredChecksum[] {
  const trailers = (headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const unknown = trailers.find((name) => !Object.hasOwn(digests, name));
  if (unknown) throw new AwsError('NotImplemented', `trailer ${unknown}`, 501);
  return Object.entries(digests).flatMap(([header, digest]) => {
    const declared = trailers.includes(header) ? 'in the trailer' : headers[header];
    return declared === undefined ? [] : [{ header, declared, digest: digest() }];
  });
}

/** A checksum that takes bytes as they come. */
export type Digest = { update(bytes: Buffer): void; base64(): string };

type Crc = (bytes: Buffer, previous: number) => number;

/** A digest for each header that may declare one; S3's CRC64NVME and SHA-1 are not built. */
export const digests = {
  'x-amz-checksum-crc32': () => crc(crc32),
  'x-amz-checksum-crc32c': () => crc(crc32c),
  'x-amz-checksum-sha256': () => hash('sha256'),
  'content-md5': () => hash('md5'),
} satisfies Record<string, () => Digest>;

function crc(next: Crc): Digest {
  let value = 0;
  return {
    update: (bytes) => {
      value = next(bytes, value);
    },
    base64: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

/** The result is kept, since a hash can be read only once. */
function hash(algorithm: string): Digest {
  const hasher = createHash(algorithm);
  let result: string | undefined;
  return {
    update: (bytes) => {
      hasher.update(bytes);
    },
    base64: () => {
      result ??= hasher.digest('base64');
      return result;
    },
  };
}

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

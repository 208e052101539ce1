import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../service.ts';
import type { S3Request } from '../bucket.ts';

/** A checksum that the client declares: in a header, or in a trailer of that name. */
export type DeclaredChecksum = {
  header: string;
  declared: string | 'in the trailer';
  digest: Digest;
};

/** The checksums that a client declares for its body. Throws NotImplemented for an unknown trailer. */
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

/** Throws BadDigest, or MalformedTrailerError if the trailer is missing. */
export function verifyChecksum(
  { header, declared, digest }: DeclaredChecksum,
  trailers: ReadonlyMap<string, string>,
): void {
  const expected = declared === 'in the trailer' ? trailers.get(header) : declared;
  if (expected === undefined)
    throw new AwsError('MalformedTrailerError', `the trailer ${header} is missing`);
  if (expected !== digest.base64())
    throw new AwsError('BadDigest', `the ${header} you specified did not match what we received`);
}

/** A checksum that is computed piece by piece. */
type Digest = { update(bytes: Buffer): void; base64(): string };

type Crc = (bytes: Buffer, previous: number) => number;

/** The digest that each header declares. S3's CRC64NVME and SHA-1 are not built. */
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

/** It stores the result, because a hash can be read only once. */
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

/**
 * The CRC-32C of bytes that follow those with CRC-32C `previous`. It is not the one of `lambdas/ndjson`, so
 * that the local S3 finds a fault in that one.
 */
export function crc32c(bytes: Uint8Array, previous: number): number {
  let value = ~previous;
  // By index: an iterator over the bytes takes four times as long.
  for (let i = 0; i < bytes.length; i += 1)
    value = (table[(value ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

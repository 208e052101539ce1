import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';

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

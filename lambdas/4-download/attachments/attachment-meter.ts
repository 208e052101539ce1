import { createHash } from 'node:crypto';
import { FileRefused } from '../../runtime/errors.ts';

/** What went through the meter, once it has ended; the SHA-1 in base64, as FHIR has it. */
export type Measured = { bytes: number; checksum: string; sha1: string };

/** Counts and hashes an attachment as it passes, and lets no more pass than is allowed. */
export function attachmentMeter(maxBytes: number) {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let bytes = 0;
  return {
    /** Throws FileRefused. */
    async *measure(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        sha256.update(chunk);
        sha1.update(chunk);
        yield chunk;
      }
    },
    measured: (): Measured => ({
      bytes,
      checksum: `sha256:${sha256.digest('hex')}`,
      sha1: sha1.digest('base64'),
    }),
  };
}

export const tooLarge = (maxBytes: number) =>
  new FileRefused(`an attachment is larger than ${maxBytes} bytes, the source's maxBytes`);

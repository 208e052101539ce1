import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FileNotNdjson, FileTruncated } from '../runtime/errors.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { ContentScanner } from './content-scanner.ts';
import type { Tallied } from './tally.ts';

/** Node's 16 KiB take twice the time. */
const CHUNK_BYTES = 256 * 1024;
/** NDJSON compresses ten- to thirtyfold; deflate can do a thousandfold. */
const MAX_RATIO = 200;

/** Decodes a copy of a gzip file, and verifies it and its content. */
export type GzipChecker = {
  /**
   * Copies the bytes. Gives null, or a promise to wait for before the next ones, which may reject with
   * FileTruncated or FileNotNdjson.
   */
  write(raw: Buffer): Promise<void> | null;
  /** Verifies the end of content and gzip. Rejects with FileTruncated or FileNotNdjson. */
  end(): Promise<Tallied & { bytes: number }>;
  /** Frees the decoder if the file is not read to its end. */
  destroy(): void;
};

type Limits = Pick<Sizes, 'ratioFrom'> & { maxBytes: number };

/** Gives the content, at most `maxBytes`, to the scanner. */
export function gzipChecker(content: ContentScanner, limits: Limits): GzipChecker {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  let rawBytes = 0;
  let bytes = 0;

  // Events, since a loop over chunks, or piping to a stream, takes a fifth more time.
  gunzip.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    try {
      checkSize(bytes, gunzip.bytesWritten, limits);
      content.write(chunk);
    } catch (error) {
      gunzip.destroy(error instanceof Error ? error : undefined);
    }
  });
  const decoded = finished(gunzip).catch((cause: unknown) => {
    throw cause instanceof FileNotNdjson ? cause : truncated({ cause });
  });
  let waiting: PromiseWithResolvers<void> | undefined;
  gunzip.on('drain', () => waiting?.resolve());
  // `write` and `end` see how it ended; after the last write there is no `drain`. A race for each write
  // would keep all of them in memory.
  decoded.then(
    () => waiting?.resolve(),
    (error) => waiting?.reject(error),
  );

  return {
    write(raw) {
      rawBytes += raw.length;
      const hasRoom = gunzip.write(Buffer.from(raw));
      if (gunzip.destroyed) return decoded.then(() => {});
      if (hasRoom) return null;
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
    async end() {
      gunzip.end();
      await decoded;
      // Node ignores whatever follows a zero byte after a gzip member.
      if (gunzip.bytesWritten !== rawBytes) throw truncated();
      return { bytes, ...content.end() };
    },
    destroy: () => void gunzip.destroy(),
  };
}

/** Throws FileNotNdjson for content that is too large, such as a bomb. */
function checkSize(bytes: number, encodedBytes: number, { maxBytes, ratioFrom }: Limits) {
  if (bytes > maxBytes) throw new FileNotNdjson(`the file decodes to more than ${maxBytes} bytes`);
  if (bytes > ratioFrom && bytes > MAX_RATIO * encodedBytes)
    throw new FileNotNdjson(`the file decodes to more than ${MAX_RATIO} times its bytes`);
}

const truncated = (options?: ErrorOptions) =>
  new FileTruncated('the file ended before its end', options);

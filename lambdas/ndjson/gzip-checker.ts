import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FileNotNdjson, FileTruncated } from '../runtime/errors.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { ContentScanner } from './content-scanner.ts';
import type { Tallied } from './tally.ts';

/** Node's 16 KiB take as much time again. */
const CHUNK_BYTES = 256 * 1024;
/** NDJSON shrinks some ten- to thirtyfold; deflate can do a thousandfold (D5). */
const MAX_RATIO = 200;

/** Checks the content of a gzip file whose raw bytes go elsewhere. */
export type GzipChecker = {
  /**
   * Takes a copy of the next bytes. Gives null, or a promise to wait for before the next ones. It
   * rejects with FileTruncated or FileNotNdjson.
   */
  write(raw: Buffer): Promise<void> | null;
  /** Proves the end, as the content's and as gzip's. Rejects with FileTruncated or FileNotNdjson. */
  end(): Promise<Tallied & { bytes: number }>;
  /** Frees the decoder where the file is not read to its end. */
  destroy(): void;
};

type Limits = Pick<Sizes, 'ratioFrom'> & { maxBytes: number };

/** Gives the content, at most `maxBytes` of it, to the scanner. */
export function gzipChecker(content: ContentScanner, limits: Limits): GzipChecker {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  let rawBytes = 0;
  let bytes = 0;

  // By events: a loop over chunks, or a stream to pipe to, takes a fifth more time.
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
  // Whoever waits, writes next or ends sees how it ended: behind the last write there is no `drain`. A
  // race for each write would keep all of them in memory.
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
      // Node stops at a zero byte behind a member, whatever follows it.
      if (gunzip.bytesWritten !== rawBytes) throw truncated();
      return { bytes, ...content.end() };
    },
    destroy: () => void gunzip.destroy(),
  };
}

/** Throws FileNotNdjson where it grows as no records do (D5). */
function checkSize(bytes: number, encodedBytes: number, { maxBytes, ratioFrom }: Limits) {
  if (bytes > maxBytes) throw new FileNotNdjson(`the file decodes to more than ${maxBytes} bytes`);
  if (bytes > ratioFrom && bytes > MAX_RATIO * encodedBytes)
    throw new FileNotNdjson(`the file decodes to more than ${MAX_RATIO} times its bytes`);
}

const truncated = (options?: ErrorOptions) =>
  new FileTruncated('the file ended before its end', options);

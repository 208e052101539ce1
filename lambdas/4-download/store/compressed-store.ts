import type { Storage } from '../../lake/storage.ts';
import { type ContentScanner, SCAN_START } from '../../ndjson/content-scanner.ts';
import { crc32c } from '../../ndjson/crc32c.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { Compression } from './compressor.ts';
import { doubleBuffer } from './double-buffer.ts';
import { TimeUp } from './errors.ts';
import { type PartBuffers, partEndAtLine } from './part-buffers.ts';
import type { ResumePoint, StoredPrefix } from './resume-point.ts';
import { segmentWriter } from './segment-writer.ts';
import type { StoreStrategy } from './store-body.ts';

/** Content without encoding, to be stored compressed. */
type CompressedFile = {
  /** Of the file. */
  key: string;
  encoding: Compression;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** What earlier calls have stored. */
  before: Extract<ResumePoint, { kind: 'compressed' }> | undefined;
};

/**
 * Stores objects of some 64 MiB, each one gzip member or zstd frame that ends with a line. Only the content
 * decides where they end, except that the last one of a call ends with the call. One block of content is
 * compressed while the next comes in.
 */
export function compressedStore(
  { key, encoding, scanner, isTimeUp, before }: CompressedFile,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): StoreStrategy {
  const writer = segmentWriter({ key, encoding, before: before?.segments ?? [] }, deps);
  const storedBytes = before?.bytes ?? 0;
  let bytes = storedBytes;
  /** What was given to the compressor, and where the scanner was then. */
  let written: StoredPrefix = { bytes, crc32c: before?.crc32c ?? 0 };
  let position = before?.position ?? SCAN_START;

  /** A scanner cannot resume within a line. */
  const isAtLine = () => position.offset === written.bytes;
  const canPause = () => isAtLine() && written.bytes > storedBytes;
  const content = doubleBuffer({
    takeBuffers: () => deps.buffers.take(deps.sizes.block),
    partEnd: partEndAtLine(deps.sizes),
    inspect(next) {
      if (canPause() && isTimeUp()) throw new TimeUp();
      bytes += next.length;
      scanner.write(next);
      return null;
    },
    async deliver(block) {
      written = { bytes: written.bytes + block.length, crc32c: crc32c(block, written.crc32c) };
      position = scanner.position();
      await writer.write(block);
      if (writer.isFull() && isAtLine()) await writer.close(position.tallied.lines);
    },
  });
  return {
    sink: content,
    end: async () => ({ bytes, ...scanner.end() }),
    async finish({ lines }) {
      const rest = await content.rest();
      if (rest.length > 0) await writer.write(rest);
      return writer.finish(lines);
    },
    async pause() {
      await content.rest();
      if (!canPause()) return null;
      await writer.close(position.tallied.lines);
      return {
        kind: 'compressed',
        ...{ encoding, segments: writer.segments(), position },
        ...written,
      };
    },
    async abort() {
      await content.settled();
      await writer.abort();
    },
  };
}

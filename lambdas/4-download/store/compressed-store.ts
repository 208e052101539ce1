import type { Storage } from '../../lake/storage.ts';
import { type ContentScanner, START } from '../../ndjson/content-scanner.ts';
import { crc32c } from '../../ndjson/crc32c.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { Compression } from './compressor.ts';
import { turningSink } from './double-buffer.ts';
import { TimeUp } from './errors.ts';
import { cutAtLine, type PartBuffers } from './part-buffers.ts';
import type { Begun, Passed } from './resume-point.ts';
import { pieceWriter } from './segment-writer.ts';
import type { Landing } from './store-body.ts';

/** What comes without an encoding, and is to lie compressed. */
type Compressed = {
  /** Of the file. */
  key: string;
  encoding: Compression;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** What earlier calls have stored. */
  before: Extract<Begun, { kind: 'compressed' }> | undefined;
};

/**
 * Objects of some 64 MiB, one gzip member or zstd frame each, that end with a line. Where they end, the
 * content alone decides, unless a call has to end before: then the one that is open ends as well. One
 * block of content is compressed while the next comes in.
 */
export function compressedLanding(
  { key, encoding, scanner, isTimeUp, before }: Compressed,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): Landing {
  const writer = pieceWriter({ key, encoding, before: before?.pieces ?? [] }, deps);
  const storedBytes = before?.bytes ?? 0;
  let bytes = storedBytes;
  /** What has left to be compressed, and where the scanner was then. */
  let passed: Passed = { bytes, crc32c: before?.crc32c ?? 0 };
  let place = before?.place ?? START;

  /** Within a line nobody can go on: the scanner would not know how it began. */
  const isAtLine = () => place.offset === passed.bytes;
  const canPause = () => isAtLine() && passed.bytes > storedBytes;
  const content = turningSink({
    take: () => deps.buffers.take(deps.sizes.block),
    cutAt: cutAtLine(deps.sizes),
    look(next) {
      if (canPause() && isTimeUp()) throw new TimeUp();
      bytes += next.length;
      scanner.write(next);
      return null;
    },
    async deliver(block) {
      passed = { bytes: passed.bytes + block.length, crc32c: crc32c(block, passed.crc32c) };
      place = scanner.place();
      await writer.write(block);
      if (writer.isFull() && isAtLine()) await writer.close(place.tallied.lines);
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
      await writer.close(place.tallied.lines);
      return { kind: 'compressed', ...{ encoding, pieces: writer.pieces(), place }, ...passed };
    },
    async abort() {
      await content.settled();
      await writer.abort();
    },
  };
}

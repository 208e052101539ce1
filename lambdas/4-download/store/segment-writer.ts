import { copyToSink } from '../../http/body.ts';
import type { Segment, Uploaded } from '../../lake/checkpoint-records.ts';
import { segmentKey } from '../../lake/keys.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { mapConcurrently } from '../../runtime/map-concurrently.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { type Compression, compressor } from './compressor.ts';
import { type ObjectInfo, objectSink, storedObject } from './object-sink.ts';
import type { Buffers, PartBuffers } from './part-buffers.ts';
import { abortUploaded, completeUploaded } from './uploader.ts';

/** Writes the segments of one compressed file, each an object; no reader sees any before `finish`. */
type SegmentWriter = {
  /** Adds content to the open segment. */
  write(block: Buffer): Promise<void>;
  /** Whether the open segment has reached its size. */
  isFull(): boolean;
  /** Closes the open segment, if any; `linesSoFar` of the file are written. */
  close(linesSoFar: number): Promise<void>;
  /** The closed segments. */
  segments(): Segment[];
  /** Makes the objects, at least one; the file has `lines`. */
  finish(lines: number): Promise<StoredObject[]>;
  abort(): Promise<void>;
};

type CompressedFile = {
  /** Of the file. */
  key: string;
  encoding: Compression;
  /** What earlier calls have written. */
  before: readonly Segment[];
};

export function segmentWriter(
  { key, encoding, before }: CompressedFile,
  { storage, buffers, sizes }: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): SegmentWriter {
  const segments: Segment[] = [...before];
  let open: OpenSegment | undefined;
  const nextKey = () => segmentKey(key, segments.length + 1, encoding);
  const opened = () => {
    open ??= openSegment(nextKey(), encoding, { storage, buffers: buffers.compressed, sizes });
    return open;
  };
  const close = async (linesSoFar: number) => {
    if (!open) return;
    const linesBefore = segments.reduce((sum, { lines }) => sum + lines, 0);
    segments.push({ ...(await open.close()), lines: linesSoFar - linesBefore });
    open = undefined;
  };
  return {
    write: (block) => opened().write(block),
    isFull: () => open !== undefined && open.bytes() >= sizes.segment,
    close,
    segments: () => segments,
    async finish(lines) {
      // An empty file is an empty object.
      if (segments.length === 0) return [storedObject(nextKey(), await opened().finish(), lines)];
      // All segments are uploaded before the first object is made: a stray object would be data.
      await close(lines);
      return completeSegments(key, { encoding, segments }, storage);
    },
    async abort() {
      await open?.abort();
      await abortSegments(key, { encoding, segments }, storage);
    },
  };
}

/** Closed segments of a file: uploaded, and not objects yet. */
type Segments = { encoding: Compression; segments: readonly Segment[] };

/** Makes the objects, the oldest first: if its upload no longer exists, no object is made. */
async function completeSegments(
  fileKey: string,
  { encoding, segments }: Segments,
  storage: Storage,
): Promise<StoredObject[]> {
  const complete = async ([i, segment]: [number, Segment]) => {
    const key = segmentKey(fileKey, i + 1, encoding);
    return storedObject(key, await completeUploaded(key, segment, storage), segment.lines);
  };
  const all = [...segments.entries()];
  const oldest = await mapConcurrently(all.slice(0, 1), complete);
  return [...oldest, ...(await mapConcurrently(all.slice(1), complete))];
}

export async function abortSegments(
  fileKey: string,
  { encoding, segments }: Segments,
  storage: Storage,
): Promise<void> {
  await mapConcurrently([...segments.entries()], ([i, segment]) =>
    abortUploaded(segmentKey(fileKey, i + 1, encoding), segment, storage),
  );
}

/** The segment that is being written. */
type OpenSegment = {
  /** The block may be overwritten once this has resolved. */
  write(block: Buffer): Promise<void>;
  /** Compressed bytes so far. */
  bytes(): number;
  /** Ends it, and makes the object. */
  finish(): Promise<ObjectInfo>;
  /** Ends it, and leaves its upload open. */
  close(): Promise<Uploaded>;
  abort(): Promise<void>;
};

/** Its parts are as large as those of any object: a part holds many blocks. */
function openSegment(
  key: string,
  encoding: Compression,
  deps: { storage: Storage; buffers: Buffers; sizes: Sizes },
): OpenSegment {
  const compress = compressor(encoding);
  const object = objectSink({ key }, deps);
  let bytes = 0;
  const store = async (chunks: readonly Buffer[]) => {
    for (const chunk of chunks) {
      bytes += chunk.length;
      await copyToSink(chunk, object);
    }
  };
  const end = async () => store(await compress.end());
  return {
    write: async (block) => store(await compress.write(block)),
    bytes: () => bytes,
    async finish() {
      await end();
      return object.finish();
    },
    async close() {
      await end();
      return object.close();
    },
    async abort() {
      compress.destroy();
      await object.abort();
    },
  };
}

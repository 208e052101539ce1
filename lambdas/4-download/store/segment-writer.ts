import { copyToSink } from '../../http/body.ts';
import { pieceKey } from '../../lake/keys.ts';
import type { Piece, Uploaded } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { atOnce } from '../../runtime/at-once.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { type Compression, compressor } from './compressor.ts';
import { type Made, objectSink, storedObject } from './object-sink.ts';
import type { Buffers, PartBuffers } from './part-buffers.ts';
import { abortUploaded, completeUploaded } from './uploader.ts';

/** The objects of one file that is compressed here; none of them can be read before `finish`. */
type PieceWriter = {
  /** Adds content to the object that is open. */
  write(block: Buffer): Promise<void>;
  /** Whether the object that is open is as large as one should be. */
  isFull(): boolean;
  /** Ends the object that is open, if one is; so many lines of the file are written. */
  close(linesSoFar: number): Promise<void>;
  pieces(): Piece[];
  /** Makes the objects, at least one; the file has so many lines. */
  finish(lines: number): Promise<StoredObject[]>;
  abort(): Promise<void>;
};

type Writing = {
  /** Of the file. */
  key: string;
  encoding: Compression;
  /** What earlier calls have written. */
  before: readonly Piece[];
};

export function pieceWriter(
  { key, encoding, before }: Writing,
  { storage, buffers, sizes }: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): PieceWriter {
  const pieces: Piece[] = [...before];
  let open: OpenPiece | undefined;
  const nextKey = () => pieceKey(key, pieces.length + 1, encoding);
  const opened = () => {
    open ??= openPiece(nextKey(), encoding, { storage, buffers: buffers.packed, sizes });
    return open;
  };
  const linesBehind = (lines: number) => lines - pieces.reduce((sum, each) => sum + each.lines, 0);
  const close = async (linesSoFar: number) => {
    if (!open) return;
    pieces.push({ ...(await open.close()), lines: linesBehind(linesSoFar) });
    open = undefined;
  };
  return {
    write: (block) => opened().write(block),
    isFull: () => open !== undefined && open.bytes() >= sizes.piece,
    close,
    pieces: () => pieces,
    async finish(lines) {
      // An empty file is an empty object.
      if (pieces.length === 0) return [storedObject(nextKey(), await opened().finish(), lines)];
      // Of several none is made before all are uploaded: one that was left behind would be data.
      await close(lines);
      return completePieces(key, { encoding, pieces }, storage);
    },
    async abort() {
      await open?.abort();
      await abortPieces(key, { encoding, pieces }, storage);
    },
  };
}

/** Objects of a file that are uploaded, and not there yet. */
type Pieces = { encoding: Compression; pieces: readonly Piece[] };

/**
 * Makes them the objects that they are to be, the oldest before all others: where it is there no more,
 * none of them is made.
 */
async function completePieces(
  fileKey: string,
  { encoding, pieces }: Pieces,
  storage: Storage,
): Promise<StoredObject[]> {
  const complete = async ([i, piece]: [number, Piece]) => {
    const key = pieceKey(fileKey, i + 1, encoding);
    return storedObject(key, await completeUploaded(key, piece, storage), piece.lines);
  };
  const all = [...pieces.entries()];
  const oldest = await atOnce(all.slice(0, 1), complete);
  return [...oldest, ...(await atOnce(all.slice(1), complete))];
}

/** Gives them up. */
export async function abortPieces(
  fileKey: string,
  { encoding, pieces }: Pieces,
  storage: Storage,
): Promise<void> {
  await atOnce([...pieces.entries()], ([i, piece]) =>
    abortUploaded(pieceKey(fileKey, i + 1, encoding), piece, storage),
  );
}

/** An object of compressed content that is being written. */
type OpenPiece = {
  /** The block is used no more once that is done. */
  write(block: Buffer): Promise<void>;
  /** Bytes that have come out of the compressor. */
  bytes(): number;
  /** Ends it, and makes the object. */
  finish(): Promise<Made>;
  /** Ends it, and leaves the object to be made. */
  close(): Promise<Uploaded>;
  abort(): Promise<void>;
};

/** Its parts are as large as those of any object: a part holds many blocks. */
function openPiece(
  key: string,
  encoding: Compression,
  deps: { storage: Storage; buffers: Buffers; sizes: Sizes },
): OpenPiece {
  const packing = compressor(encoding);
  const object = objectSink({ key }, deps);
  let bytes = 0;
  const store = async (chunks: readonly Buffer[]) => {
    for (const chunk of chunks) {
      bytes += chunk.length;
      await copyToSink(chunk, object);
    }
  };
  const end = async () => store(await packing.end());
  return {
    write: async (block) => store(await packing.write(block)),
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
      packing.abandon();
      await object.abort();
    },
  };
}

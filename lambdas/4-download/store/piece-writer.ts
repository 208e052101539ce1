import { pieceKey } from '../../lake/keys.ts';
import type { Piece } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { Compression } from './compressor.ts';
import { type OpenPiece, openPiece } from './open-piece.ts';
import type { PartBuffers } from './part-buffers.ts';
import { abortPieces, completePieces } from './pieces.ts';
import { storedObject } from './stored-object.ts';

/** The objects of one file that is compressed here; none of them can be read before `finish`. */
export type PieceWriter = {
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

import { pieceKey } from '../../lake/keys.ts';
import type { Piece } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { atOnce } from '../../runtime/at-once.ts';
import type { Compression } from './compressor.ts';
import { storedObject } from './stored-object.ts';
import { abortUploaded, completeUploaded } from './uploader.ts';

/** Objects of a file that are uploaded, and not there yet. */
export type Pieces = { encoding: Compression; pieces: readonly Piece[] };

/**
 * Makes them the objects that they are to be, the oldest before all others: where it is there no more,
 * none of them is made.
 */
export async function completePieces(
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

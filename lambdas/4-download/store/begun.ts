import type { OpenFile } from '../../lake/open-file.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { abortPieces } from './pieces.ts';
import { abortUploaded } from './uploader.ts';

/** A file of which something is stored. */
export type Begun = Exclude<OpenFile, { kind: 'unencoded' }>;

/** What of a file's content is stored; the CRC-32C proves it where it comes again. */
export type Passed = { bytes: number; crc32c: number };

export const begunOf = (open: OpenFile | undefined): Begun | undefined =>
  open?.kind === 'unencoded' ? undefined : open;

export const passedOf = (begun: Begun): Passed => (begun.kind === 'plain' ? begun.uploaded : begun);

/** Gives up what is stored of a file. */
export async function giveUp(
  { key }: Pick<PlannedFile, 'key'>,
  begun: Begun,
  storage: Storage,
): Promise<void> {
  if (begun.kind === 'plain') await abortUploaded(key, begun.uploaded, storage);
  else await abortPieces(key, begun, storage);
}

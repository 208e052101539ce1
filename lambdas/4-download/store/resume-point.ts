import { contentEncodingOf } from '../../http/content-headers.ts';
import type { HttpResponse, Sink } from '../../http/http.ts';
import type { OpenFile } from '../../lake/open-file.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { crc32c } from '../../ndjson/crc32c.ts';
import { FileChanged } from './errors.ts';
import { abortPieces } from './segment-writer.ts';
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

const SCRATCH_BYTES = 256 * 1024;

/** `end`: throws FileChanged where the content has ended before all that is stored had come again. */
type Skipping = Sink & { end(): void };

/**
 * Passes over what is stored already, where the server sends a file from its beginning, and gives the
 * rest to the sink. The CRC-32C of what is passed over proves that it is what was stored. Throws
 * FileChanged where it is not (D16).
 */
export function skipping({ bytes, crc32c: stored }: Passed, sink: Sink): Skipping {
  const scratch = Buffer.allocUnsafeSlow(Math.min(SCRATCH_BYTES, Math.max(1, bytes)));
  let left = bytes;
  let crc = 0;
  return {
    room: () => (left > 0 ? scratch.subarray(0, Math.min(scratch.length, left)) : sink.room()),
    filled(count) {
      if (left === 0) return sink.filled(count);
      crc = crc32c(scratch.subarray(0, count), crc);
      left -= count;
      if (left === 0 && crc !== stored)
        throw new FileChanged('the file has changed since its first part was stored');
    },
    whenRoom: () => sink.whenRoom(),
    end() {
      if (left > 0) throw new FileChanged('the file is shorter than what was stored of it');
    },
  };
}

/**
 * Headers that ask for the rest of a file. Only a strong validator proves that the rest belongs to what
 * is stored (D16); without one the whole file is asked for, and what is stored is passed over.
 */
export const restHeaders = (begun: Begun | undefined): Record<string, string> =>
  begun?.etag ? { range: `bytes=${passedOf(begun).bytes}-`, 'if-range': begun.etag } : {};

const RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

/**
 * Whether an answer begins behind what is stored, and not at the file's beginning. Throws FileChanged
 * for a range that was not asked for (D15), such as one of an encoded file.
 */
export function answersRest(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  begun: Begun | undefined,
): boolean {
  if (status !== 206) return false;
  const [, from, last, total] = RANGE.exec(headers['content-range'] ?? '') ?? [];
  const isPlain = contentEncodingOf({ headers }) === 'identity';
  // A server may send less than all that was asked for (RFC 9110, section 15.3.7).
  const isAll = Number(last) + 1 === Number(total);
  if (begun && isPlain && isAll && Number(from) === passedOf(begun).bytes) return true;
  throw new FileChanged('the server sent another range of the file than was asked for');
}

/** A validator under which a later request may ask for the rest; encoded content has none. */
export function strongEtag({ headers }: Pick<HttpResponse, 'headers'>): string | null {
  const { etag, 'content-encoding': encoding } = headers;
  return etag !== undefined && encoding === undefined && /^"[^"]*"$/.test(etag) ? etag : null;
}

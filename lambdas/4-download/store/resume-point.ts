import { contentEncodingOf } from '../../http/content-headers.ts';
import type { HttpResponse, Sink } from '../../http/http.ts';
import type { FileCheckpoint } from '../../lake/checkpoint-records.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { crc32c } from '../../ndjson/crc32c.ts';
import { FileChanged } from './errors.ts';
import { abortSegments } from './segment-writer.ts';
import { abortUploaded } from './uploader.ts';

/** The checkpoint of a file of which something is stored. */
export type ResumePoint = Exclude<FileCheckpoint, { kind: 'unencoded' }>;

/** The stored part of a file's content; its CRC-32C identifies it when the server sends it again. */
export type StoredPrefix = { bytes: number; crc32c: number };

export const resumePointOf = (checkpoint: FileCheckpoint | undefined): ResumePoint | undefined =>
  checkpoint?.kind === 'unencoded' ? undefined : checkpoint;

export const storedPrefixOf = (resumePoint: ResumePoint): StoredPrefix =>
  resumePoint.kind === 'plain' ? resumePoint.uploaded : resumePoint;

/** Aborts the uploads of what is stored of a file. */
export async function abortStored(
  { key }: Pick<PlannedFile, 'key'>,
  resumePoint: ResumePoint,
  storage: Storage,
): Promise<void> {
  if (resumePoint.kind === 'plain') await abortUploaded(key, resumePoint.uploaded, storage);
  else await abortSegments(key, resumePoint, storage);
}

/**
 * Headers that request the rest of a file. Only a strong validator proves that the rest belongs to what
 * is stored (D16); without one the whole file is requested, and its stored prefix skipped.
 */
export const rangeHeaders = (resumePoint: ResumePoint | undefined): Record<string, string> =>
  resumePoint?.etag
    ? { range: `bytes=${storedPrefixOf(resumePoint).bytes}-`, 'if-range': resumePoint.etag }
    : {};

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

/**
 * Whether a response is the requested range (206), and not the whole file. Throws FileChanged for any
 * other range (D15), such as one of an encoded file.
 */
export function isRequestedRange(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  resumePoint: ResumePoint | undefined,
): boolean {
  if (status !== 206) return false;
  const [, from, last, total] = CONTENT_RANGE.exec(headers['content-range'] ?? '') ?? [];
  const isIdentity = contentEncodingOf({ headers }) === 'identity';
  // A server may send less than the requested range (RFC 9110, section 15.3.7).
  const isComplete = Number(last) + 1 === Number(total);
  const storedBytes = resumePoint && storedPrefixOf(resumePoint).bytes;
  if (isIdentity && isComplete && Number(from) === storedBytes) return true;
  throw new FileChanged('the server sent another range of the file than was requested');
}

/** The validator for a later range request; encoded content has none. */
export function strongEtag({ headers }: Pick<HttpResponse, 'headers'>): string | null {
  const { etag, 'content-encoding': encoding } = headers;
  return etag !== undefined && encoding === undefined && /^"[^"]*"$/.test(etag) ? etag : null;
}

const SCRATCH_BYTES = 256 * 1024;

/** `end` throws FileChanged if the content was shorter than the stored prefix. */
type PrefixSkipper = Sink & { end(): void };

/**
 * Skips the stored prefix of a file that the server sends from its beginning, and gives the rest to the
 * sink. Throws FileChanged if the CRC-32C of the prefix is not the stored one (D16).
 */
export function skipPrefix({ bytes, crc32c: stored }: StoredPrefix, sink: Sink): PrefixSkipper {
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
      if (left > 0) throw new FileChanged('the file is shorter than its stored part');
    },
  };
}

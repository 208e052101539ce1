import { contentEncodingOf, contentLengthOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { wholeKey } from '../../lake/keys.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { Source } from '../../settings/source.ts';
import { compressedStore } from './compressed-store.ts';
import { gzipStore } from './gzip-store.ts';
import type { PartBuffers } from './part-buffers.ts';
import { plainStore } from './plain-store.ts';
import type { ResumePoint } from './resume-point.ts';
import type { StoreStrategy } from './store-body.ts';

type IncomingFile = {
  /** Of the file. */
  key: string;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  resumePoint: ResumePoint | undefined;
  /** Whether the response is the rest of the file. */
  isRange: boolean;
  /** Whether the server was asked for the `identity` encoding. */
  isIdentityRequested: boolean;
};

export type StoreDeps = {
  storage: Storage;
  buffers: PartBuffers;
  sizes: Sizes;
  compress: Source['compress'];
};

/**
 * Chooses how a response is stored: gzip raw; content without encoding by the source's `compress`, or as
 * it was begun. Throws FileRefused for an encoding that was not requested.
 */
export function storeStrategy(
  response: Pick<HttpResponse, 'headers'>,
  { key, resumePoint, isRange, isIdentityRequested, ...file }: IncomingFile,
  deps: StoreDeps,
): StoreStrategy {
  const bytes = contentLengthOf(response);
  if (contentEncodingOf(response) === 'gzip') {
    const target = { key: wholeKey(key, 'gzip'), objectBytes: bytes, isIdentityRequested };
    return gzipStore({ ...file, ...target }, deps);
  }
  const compress = compressionOf(resumePoint, deps.compress);
  if (compress !== 'none') {
    const before = resumePoint?.kind === 'compressed' ? resumePoint : undefined;
    return compressedStore({ ...file, ...{ key, encoding: compress, before } }, deps);
  }
  const uploaded = resumePoint?.kind === 'plain' ? resumePoint.uploaded : undefined;
  const storedBytes = isRange ? (uploaded?.bytes ?? 0) : 0;
  const objectBytes = bytes === undefined ? undefined : bytes + storedBytes;
  const target = { key: wholeKey(key, 'identity'), objectBytes, uploaded };
  return plainStore({ ...file, ...target }, deps);
}

/** A file is finished as it was begun, even if the settings have changed. */
function compressionOf(
  resumePoint: ResumePoint | undefined,
  compress: Source['compress'],
): Source['compress'] {
  if (!resumePoint) return compress;
  return resumePoint.kind === 'compressed' ? resumePoint.encoding : 'none';
}

import { contentEncodingOf, contentLengthOf } from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { wholeKey } from '../../lake/keys.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import type { Source } from '../../settings/source.ts';
import { compressedLanding } from './compressed-store.ts';
import { gzipLanding } from './gzip-store.ts';
import type { PartBuffers } from './part-buffers.ts';
import { plainLanding } from './plain-store.ts';
import type { Begun } from './resume-point.ts';
import type { Landing } from './store-body.ts';

type Coming = {
  /** Of the file. */
  key: string;
  scanner: ContentScanner;
  isTimeUp(): boolean;
  /** What is stored of it. */
  begun: Begun | undefined;
  /** Whether what comes is the rest of it. */
  isRest: boolean;
  /** Whether the server was asked to send it unencoded. */
  isAskedPlain: boolean;
};

export type LandingDeps = {
  storage: Storage;
  buffers: PartBuffers;
  sizes: Sizes;
  compress: Source['compress'];
};

/**
 * How an answer is stored: gzip as it came; what comes plain as the source wants it, or as it was begun.
 * Throws FileRefused for an encoding that nobody asked for.
 */
export function landingOf(
  response: Pick<HttpResponse, 'headers'>,
  { key, begun, isRest, isAskedPlain, ...common }: Coming,
  deps: LandingDeps,
): Landing {
  const length = contentLengthOf(response);
  if (contentEncodingOf(response) === 'gzip')
    return gzipLanding(
      { ...common, ...{ key: wholeKey(key, 'gzip'), objectBytes: length, isAskedPlain } },
      deps,
    );
  const how = howStored(begun, deps.compress);
  if (how !== 'none') {
    const before = begun?.kind === 'compressed' ? begun : undefined;
    return compressedLanding({ ...common, ...{ key, encoding: how, before } }, deps);
  }
  const uploaded = begun?.kind === 'plain' ? begun.uploaded : undefined;
  const storedBytes = isRest ? (uploaded?.bytes ?? 0) : 0;
  const objectBytes = length === undefined ? undefined : length + storedBytes;
  return plainLanding(
    { ...common, ...{ key: wholeKey(key, 'identity'), objectBytes, uploaded } },
    deps,
  );
}

/** As it was begun, whatever the settings say by now. */
function howStored(begun: Begun | undefined, compress: Source['compress']): Source['compress'] {
  if (!begun) return compress;
  return begun.kind === 'compressed' ? begun.encoding : 'none';
}

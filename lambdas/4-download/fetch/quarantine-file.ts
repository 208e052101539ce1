import {
  type ContentEncoding,
  contentEncodingOf,
  contentLengthOf,
} from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { type Encoding, exportKeys } from '../../lake/keys.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { QuarantinedReceipt, StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { type ContentScanner, START } from '../../ndjson/content-scanner.ts';
import type { LineRefused } from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { gzipLanding } from '../store/gzip-store.ts';
import type { PartBuffers } from '../store/part-buffers.ts';
import { plainLanding } from '../store/plain-store.ts';
import { landWhole } from '../store/store-body.ts';
import { ACCEPT, type FetchDeps } from './fetch-file.ts';
import { ask, checkResponse } from './request-file.ts';

type QuarantineDeps = Pick<
  FetchDeps,
  'server' | 'storage' | 'buffers' | 'sizes' | 'requiresAccessToken'
> & {
  exportId: string;
};

/**
 * Fetches a file once more and stores it as it comes, unlooked at, where somebody can look at it and no
 * table shows it. That it is whole is proven, by its length or its framing. Throws what `fetchFile` does
 * of an answer, and FileTruncated.
 */
export async function quarantineFile(
  { index, type, url }: PlannedFile,
  { message }: LineRefused,
  deps: QuarantineDeps,
): Promise<QuarantinedReceipt> {
  const { exportId, requiresAccessToken } = deps;
  const asked = { url, accept: ACCEPT, encoding: 'gzip' as const, requiresAccessToken };
  const response = await ask('file', asked, deps.server);
  try {
    checkResponse(response, {});
    const keyOf = (encoding: Encoding) => exportKeys(exportId).quarantinedFile(index, encoding);
    const { encoding: _, ...object } = await storeAsItCame(response, keyOf, deps);
    return { kind: 'quarantined', index, type, object, problem: message };
  } finally {
    // Nobody reads what is left of a refused answer.
    response.body.destroy();
  }
}

/** Finds nothing wrong with any line. */
const blind: ContentScanner = { write() {}, end: () => ({ lines: 0 }), place: () => START };

/**
 * Stores the body of an answer as one object, byte for byte as it comes, whatever its lines are; its end
 * is proved all the same. `keyOf` says where, by its encoding. Throws FileTruncated, FileRefused for an
 * encoding that nobody asked for, FileNotNdjson for a gzip that grows as no records do (D5).
 */
async function storeAsItCame(
  response: HttpResponse,
  keyOf: (encoding: ContentEncoding) => string,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): Promise<Omit<StoredObject, 'lines'> & { encoding: ContentEncoding }> {
  const encoding = contentEncodingOf(response);
  const key = keyOf(encoding);
  const common = {
    ...{ key, objectBytes: contentLengthOf(response) },
    ...{ scanner: blind, isTimeUp: () => false },
  };
  const landing =
    encoding === 'gzip'
      ? gzipLanding({ ...common, isAskedPlain: false }, deps)
      : plainLanding({ ...common, uploaded: undefined }, deps);
  const { objects } = await landWhole({ content: response.body }, landing);
  const [{ bytes, checksum }] = objects;
  return { key, bytes, checksum, encoding };
}

import { bodyBytes, type Coming, encodingOf } from '../../http/encoding-of.ts';
import type { HttpResponse } from '../../http/http.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { ContentScanner } from '../../ndjson/content-scanner.ts';
import { START } from '../../ndjson/scan-place.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { gzipLanding } from './gzip-landing.ts';
import { landWhole } from './land.ts';
import type { PartBuffers } from './part-buffers.ts';
import { plainLanding } from './plain-landing.ts';

/** Finds nothing wrong with any line. */
const blind: ContentScanner = { write() {}, end: () => ({ lines: 0 }), place: () => START };

/**
 * Stores the body of an answer as one object, byte for byte as it comes, whatever its lines are; its end
 * is proved all the same. `keyOf` says where, by its encoding. Throws FileTruncated, FileRefused for an
 * encoding that nobody asked for, FileNotNdjson for a gzip that grows as no records do (D5).
 */
export async function storeAsItCame(
  response: HttpResponse,
  keyOf: (encoding: Coming) => string,
  deps: { storage: Storage; buffers: PartBuffers; sizes: Sizes },
): Promise<Omit<StoredObject, 'lines'> & { encoding: Coming }> {
  const encoding = encodingOf(response);
  const key = keyOf(encoding);
  const common = {
    ...{ key, objectBytes: bodyBytes(response) },
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

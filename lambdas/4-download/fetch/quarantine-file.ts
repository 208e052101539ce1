import {
  type ContentEncoding,
  contentEncodingOf,
  contentLengthOf,
} from '../../http/content-headers.ts';
import type { HttpResponse } from '../../http/http.ts';
import { exportKeys } from '../../lake/keys.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { QuarantinedReceipt } from '../../lake/receipt-records.ts';
import { type ContentScanner, SCAN_START } from '../../ndjson/content-scanner.ts';
import type { LineRefused } from '../../runtime/errors.ts';
import { gzipStore } from '../store/gzip-store.ts';
import { plainStore } from '../store/plain-store.ts';
import { storeWholeBody } from '../store/store-body.ts';
import { ACCEPT, type FetchDeps } from './fetch-file.ts';
import { checkResponse, requestFile } from './request-file.ts';

type RawDeps = Pick<FetchDeps, 'storage' | 'buffers' | 'sizes'>;
type QuarantineDeps = RawDeps &
  Pick<FetchDeps, 'server' | 'requiresAccessToken'> & { exportId: string };

/**
 * Fetches a file once more and stores it raw below `quarantine/`, where no table shows it. Its lines are
 * not verified; its end is, by its length or framing. Throws what `fetchFile` throws for a response, and
 * FileTruncated.
 */
export async function quarantineFile(
  { index, type, url }: PlannedFile,
  { message }: LineRefused,
  deps: QuarantineDeps,
): Promise<QuarantinedReceipt> {
  const { exportId, requiresAccessToken } = deps;
  const request = { url, accept: ACCEPT, encoding: 'gzip' as const, requiresAccessToken };
  const response = await requestFile('file', request, deps.server);
  try {
    checkResponse(response, {});
    const keyOf = (encoding: ContentEncoding) =>
      exportKeys(exportId).quarantinedFile(index, encoding);
    const object = await storeRaw(response, keyOf, deps);
    return { kind: 'quarantined', index, type, object, problem: message };
  } finally {
    // A refused response has not been read to its end.
    response.body.destroy();
  }
}

/** Accepts every line. */
const noScanner: ContentScanner = {
  write() {},
  end: () => ({ lines: 0 }),
  position: () => SCAN_START,
};

/**
 * Stores a body raw as one object, whatever its lines are. Throws FileTruncated, FileRefused for an
 * encoding that was not requested, FileNotNdjson for a gzip that grows as no records do.
 */
async function storeRaw(
  response: HttpResponse,
  keyOf: (encoding: ContentEncoding) => string,
  deps: RawDeps,
): Promise<QuarantinedReceipt['object']> {
  const encoding = contentEncodingOf(response);
  const key = keyOf(encoding);
  const file = {
    ...{ key, objectBytes: contentLengthOf(response) },
    ...{ scanner: noScanner, isTimeUp: () => false },
  };
  const strategy =
    encoding === 'gzip'
      ? gzipStore({ ...file, isIdentityRequested: false }, deps)
      : plainStore({ ...file, uploaded: undefined }, deps);
  const [{ bytes, checksum }] = await storeWholeBody({ content: response.body }, strategy);
  return { key, bytes, checksum };
}

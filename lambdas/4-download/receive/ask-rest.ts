import { FileTruncated } from '../../shared/errors.ts';
import type { HttpResponse } from '../../shared/http/http.ts';
import type { OpenFile } from '../../shared/records/open-file.ts';

/**
 * Headers that ask for the rest of a file. Only a strong validator proves that the rest belongs to what
 * is stored (D16); without one the whole file is asked for, and what is stored is passed over.
 */
export const restHeaders = (open: OpenFile | undefined): Record<string, string> =>
  open?.etag ? { range: `bytes=${open.uploaded.bytes}-`, 'if-range': open.etag } : {};

/**
 * Whether an answer begins behind what is stored, and not at the file's beginning. Throws FileTruncated
 * for a range that was not asked for (D15).
 */
export function isRest(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  open: OpenFile | undefined,
): boolean {
  if (status !== 206) return false;
  const begins = /^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1];
  if (open && Number(begins) === open.uploaded.bytes) return true;
  throw new FileTruncated('the server sent another range of the file than was asked for');
}

/** A validator under which a later request may ask for the rest; encoded content has none. */
export function strongEtag({ headers }: Pick<HttpResponse, 'headers'>): string | null {
  const { etag, 'content-encoding': encoding } = headers;
  return etag !== undefined && encoding === undefined && /^"[^"]*"$/.test(etag) ? etag : null;
}

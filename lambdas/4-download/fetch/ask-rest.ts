import { encodingOf } from '../../http/encoding-of.ts';
import type { HttpResponse } from '../../http/http.ts';
import { type Begun, passedOf } from '../store/begun.ts';
import { FileChanged } from '../store/file-changed.ts';

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
  const isPlain = encodingOf({ headers }) === 'identity';
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

import { isOneOf } from '../../http/mime-type.ts';
import { FileRefused } from '../../runtime/errors.ts';

/** What storages call all they keep. */
const SAYS_NOTHING = ['application/octet-stream', 'binary/octet-stream'];
/** What a login page is (D8). */
const PAGES = ['text/html', 'application/xhtml+xml'];

/**
 * The MIME type of what the server sent, where it is wanted; undefined where it is not and the resource
 * told none. Throws FileRefused where it told one that is wanted, and something else came.
 */
export function acceptedType(
  answered: string | null,
  declared: string | null,
  wanted: readonly string[],
): string | undefined {
  const isTold = answered !== null && !SAYS_NOTHING.includes(answered);
  const type = isTold ? answered : (declared ?? answered);
  const isPage = declared !== null && type !== declared && PAGES.includes(type ?? '');
  if (type !== null && isOneOf(type, wanted) && !isPage) return type;
  if (declared === null) return undefined;
  throw new FileRefused(`the server sent ${type} for an attachment of ${declared}`);
}

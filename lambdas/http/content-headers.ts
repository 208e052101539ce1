import { FileRefused } from '../runtime/errors.ts';
import type { HttpResponse } from './http.ts';

/** The encodings of a body that we accept. */
export type ContentEncoding = 'identity' | 'gzip';

/** `x-gzip` is gzip (RFC 9110 §8.4.1.3). */
const ENCODINGS: Readonly<Record<string, ContentEncoding>> = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
};

type Head = Pick<HttpResponse, 'headers'>;

/** The encoding that `Content-Encoding` names. Throws FileRefused for one that was not asked for. */
export function contentEncodingOf({ headers }: Head): ContentEncoding {
  const named = headers['content-encoding'] ?? '';
  const encoding = ENCODINGS[named.trim().toLowerCase()];
  if (encoding) return encoding;
  throw new FileRefused(`the server encodes as ${named}, and was asked for gzip or nothing`);
}

/** The `Content-Length`: bytes of the body as it is sent; undefined where the server does not say. */
export function contentLengthOf({ headers }: Head): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** The MIME type that a text names, in lower case and without parameters; null where it names none. */
export function mimeTypeOf(text: string | null | undefined): string | null {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : null;
}

/** Whether a MIME type matches one of the patterns: a type such as `text/html`, or a range such as `text/*`. */
export const matchesMimeType = (type: string, patterns: readonly string[]): boolean =>
  patterns.some((each) =>
    each.endsWith('/*') ? type.startsWith(each.slice(0, -1)) : type === each,
  );

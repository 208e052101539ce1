import { FileRefused } from '../runtime/errors.ts';
import type { HttpResponse } from './http.ts';

/** How an answer can come. */
export type ContentEncoding = 'identity' | 'gzip';

/** `x-gzip` is gzip (RFC 9110, section 8.4.1.3). */
const COMINGS: Readonly<Record<string, ContentEncoding>> = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
};

type Head = Pick<HttpResponse, 'headers'>;

/** How an answer is encoded. Throws FileRefused where that is a way that nobody asked for. */
export function contentEncodingOf({ headers }: Head): ContentEncoding {
  const named = headers['content-encoding'] ?? '';
  const coming = COMINGS[named.trim().toLowerCase()];
  if (coming) return coming;
  throw new FileRefused(`the server encodes as ${named}, and was asked for gzip or nothing`);
}

/** Bytes of an answer's body as it comes; undefined where the server does not say. */
export function contentLengthOf({ headers }: Head): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** A MIME type in lower case, without its parameters; null where the text is none. */
export function mimeTypeOf(text: string | null | undefined): string | null {
  const type = text?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : null;
}

/** Whether a type is one of those; `text/*` stands for all of its kind. */
export const matchesMimeType = (type: string, wanted: readonly string[]): boolean =>
  wanted.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one));

import { MAX_HEAD_BYTES } from '../http.ts';

/** The head of an answer. */
export type Head = {
  version: '1.0' | '1.1';
  status: number;
  /** Header names are lower case; those that came twice are joined as `node:http` does. */
  headers: Readonly<Record<string, string>>;
};

const START = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Of these `node:http` keeps the first. */
const SINGLE = new Set([
  ...['age', 'authorization', 'content-type', 'etag', 'expires', 'from', 'host'],
  ...['if-modified-since', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards'],
  ...['proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent'],
]);

/**
 * Takes the head from the bytes of an answer, past what 1xx sends before it; without `head` where more
 * bytes have to come. Throws where no head can come of them.
 */
export function readHead(bytes: Buffer): { head?: Head; rest: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  if ((end < 0 ? bytes.length : end) > MAX_HEAD_BYTES) throw new Error('the head is too long');
  if (end < 0) {
    refuseOther(bytes);
    return { rest: bytes };
  }
  const head = parseHead(bytes.toString('latin1', 0, end));
  const rest = bytes.subarray(end + 4);
  if (head.status >= 200) return { head, rest };
  if (head.status === 101) throw new Error('the answer changes the protocol');
  if (!isPersistent(head)) throw new Error('the connection ends before the answer');
  return readHead(rest);
}

/** Whether the connection may serve on behind the answer (RFC 9112 §9.3). */
export const isPersistent = ({ version, headers }: Head): boolean =>
  version === '1.1' && !/\bclose\b/i.test(headers.connection ?? '');

/** What is not HTTP would never come to the end of a head. */
function refuseOther(bytes: Buffer) {
  const isOther = !START.startsWith(bytes.toString('latin1', 0, START.length));
  if (isOther || /(^|[^\r])\n/.test(bytes.toString('latin1')))
    throw new Error('the answer is not HTTP');
}

/**
 * Parses a head, without the empty line that ends it, strictly (RFC 9112 §2–§5): no folded line, no
 * space before a colon, no control character, no second Content-Length. Throws where it is none, or
 * contradicts itself.
 */
function parseHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, status] = STATUS_LINE.exec(first) ?? [];
  if (!minor || !status) throw new Error('the answer is not HTTP');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [name, value] = parseHeader(line);
    const before = headers.get(name);
    if (before === undefined) headers.set(name, value);
    else headers.set(name, joined(name, before, value));
  }
  refuseContradiction(headers);
  const version = minor === '0' ? '1.0' : '1.1';
  return { version, status: Number(status), headers: Object.fromEntries(headers) };
}

/** Two readers would find two ends of the body (request smuggling, RFC 9112 §6.3). */
function refuseContradiction(headers: ReadonlyMap<string, string>): void {
  const length = headers.get('content-length');
  if (length === undefined) return;
  if (headers.has('transfer-encoding')) throw new Error('the answer has both a length and chunks');
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(Number(length)))
    throw new Error('the Content-Length is no length');
}

/** Throws where the line, without its end, is no header. */
export function parseHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = line.slice(colon + 1);
  if (NAME.test(name) && VALUE.test(value)) return [name, withoutSpace(value)];
  throw new Error('a header of the answer is malformed');
}

function joined(name: string, before: string, value: string): string {
  if (name === 'content-length') throw new Error('the answer has two lengths');
  if (SINGLE.has(name)) return before;
  return name === 'cookie' ? `${before}; ${value}` : `${before}, ${value}`;
}

/** Not `trim`, which takes a no-break space for space: a byte of many a UTF-8 letter. */
function withoutSpace(value: string): string {
  const isSpace = (at: number) => value[at] === ' ' || value[at] === '\t';
  let from = 0;
  let to = value.length;
  while (isSpace(from)) from += 1;
  while (to > from && isSpace(to - 1)) to -= 1;
  return value.slice(from, to);
}

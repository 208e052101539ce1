import { MAX_HEAD_BYTES } from '../http.ts';

/** The head of an answer. */
export type Head = {
  version: '1.0' | '1.1';
  status: number;
  /** Header names are lower case; repeated headers are joined as `node:http` does. */
  headers: Readonly<Record<string, string>>;
};

const START = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers of which `node:http` keeps the first. */
const KEEP_FIRST = new Set([
  ...['age', 'authorization', 'content-type', 'etag', 'expires', 'from', 'host'],
  ...['if-modified-since', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards'],
  ...['proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent'],
]);

/**
 * Reads the head of an answer and skips interim answers (1xx) before it. There is no `head` while more
 * bytes are needed. Throws where the bytes cannot be a head.
 */
export function readHead(bytes: Buffer): { head?: Head; rest: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  if ((end < 0 ? bytes.length : end) > MAX_HEAD_BYTES) throw new Error('the head is too long');
  if (end < 0) {
    assertHttp(bytes);
    return { rest: bytes };
  }
  const head = parseHead(bytes.toString('latin1', 0, end));
  const rest = bytes.subarray(end + 4);
  if (head.status >= 200) return { head, rest };
  if (head.status === 101) throw new Error('the answer changes the protocol');
  if (!isPersistent(head)) throw new Error('the connection ends before the answer');
  return readHead(rest);
}

/** Whether the connection may be used again after the answer (RFC 9112 §9.3). */
export const isPersistent = ({ version, headers }: Head): boolean =>
  version === '1.1' && !/\bclose\b/i.test(headers.connection ?? '');

/** Without this check an answer that is not HTTP would be read on for the end of its head. */
function assertHttp(bytes: Buffer) {
  const isOther = !START.startsWith(bytes.toString('latin1', 0, START.length));
  if (isOther || /(^|[^\r])\n/.test(bytes.toString('latin1')))
    throw new Error('the answer is not HTTP');
}

/**
 * Parses a head without the empty line that ends it. It is strict (RFC 9112 §2–§5) and throws for a folded
 * line, a space before a colon, a control character or a second Content-Length.
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
    else headers.set(name, joinValues(name, before, value));
  }
  assertOneLength(headers);
  const version = minor === '0' ? '1.0' : '1.1';
  return { version, status: Number(status), headers: Object.fromEntries(headers) };
}

/** Two readers could see the end of the body in two places (request smuggling, RFC 9112 §6.3). */
function assertOneLength(headers: ReadonlyMap<string, string>): void {
  const length = headers.get('content-length');
  if (length === undefined) return;
  if (headers.has('transfer-encoding')) throw new Error('the answer has both a length and chunks');
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(Number(length)))
    throw new Error('the Content-Length is no length');
}

/** Parses a header line without its line end. Throws where it is malformed. */
export function parseHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = line.slice(colon + 1);
  if (NAME.test(name) && VALUE.test(value)) return [name, trimSpace(value)];
  throw new Error('a header of the answer is malformed');
}

function joinValues(name: string, before: string, value: string): string {
  if (name === 'content-length') throw new Error('the answer has two lengths');
  if (KEEP_FIRST.has(name)) return before;
  return name === 'cookie' ? `${before}; ${value}` : `${before}, ${value}`;
}

/** `trim` would also remove a no-break space, which is a byte of many UTF-8 letters. */
function trimSpace(value: string): string {
  const isSpace = (at: number) => value[at] === ' ' || value[at] === '\t';
  let from = 0;
  let to = value.length;
  while (isSpace(from)) from += 1;
  while (to > from && isSpace(to - 1)) to -= 1;
  return value.slice(from, to);
}

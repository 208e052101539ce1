import { head } from '../both-transports.ts';
import { type AnswerCase, type Outcome, whole } from './answer-case.ts';

/** Bodies that are whole, by whatever proves it (D1, D2, D19). */

const length = (bytes: number, ...more: string[]) => head(`content-length: ${bytes}`, ...more);
const chunks = (rest: string) => `${head('transfer-encoding: chunked')}${rest}`;
const as = (status: number, answer: string) => answer.replace('200 OK', `${status}`);
const EARLY = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n';

const open: [string, string, Outcome][] = [
  ['a length', `${length(5)}hello`, whole('hello')],
  ['a length, behind 100 and 103', `${EARLY}${length(5)}hello`, whole('hello')],
  ['a length, in HTTP/1.0', `${length(5)}hello`.replace('1.1', '1.0'), whole('hello')],
  [
    'a length, of a connection that is to be closed',
    `${length(5, 'connection: close')}hello`,
    whole('hello'),
  ],
  ['a length between blanks', `${head('content-length: \t5 ')}hello`, whole('hello')],
  ['a length with leading zeros', `${head('content-length: 005')}hello`, whole('hello')],
  ['chunks', chunks('2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n'), whole('hello')],
  ['chunks, behind 100 and 103', EARLY + chunks('5\r\nhello\r\n0\r\n\r\n'), whole('hello')],
  [
    'chunks in capitals',
    `${head('Transfer-Encoding: CHUNKED')}5\r\nhello\r\n0\r\n\r\n`,
    whole('hello'),
  ],
  [
    'chunks with sizes as 0A',
    chunks('0A\r\nhello hell\r\n01\r\no\r\n000\r\n\r\n'),
    whole('hello hello'),
  ],
  [
    'chunks with sizes as 0a',
    chunks('0a\r\nhello hell\r\n1\r\no\r\n0\r\n\r\n'),
    whole('hello hello'),
  ],
  [
    'chunks with extensions',
    chunks('2;a=b;c\r\nhe\r\n003;d="e;\\"f"\r\nllo\r\n0;g\r\n\r\n'),
    whole('hello'),
  ],
  [
    'chunks with trailers',
    chunks('5\r\nhello\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n'),
    whole('hello'),
  ],
  [
    'chunks that look like framing',
    chunks('7\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n'),
    whole('0\r\n\r\n\r\n'),
  ],
  [
    'a length that is followed by what looks like framing',
    `${length(5)}0\r\n\r\n`,
    whole('0\r\n\r\n'),
  ],
  ['a length of 0 (D19)', length(0), whole('')],
  ['no chunk but the last (D19)', chunks('0\r\n\r\n'), whole('')],
  ['204 (D19)', as(204, head()), whole('', 204)],
  ['204 with a length (D19)', as(204, length(5)), whole('', 204)],
  ['204 with chunks (D19)', as(204, head('transfer-encoding: chunked')), whole('', 204)],
  ['304 (D19)', as(304, head()), whole('', 304)],
  ['304 and the length of something else (D19)', as(304, length(5)), whole('', 304)],
  ['205 and a length of 0 (D19)', as(205, length(0)), whole('', 205)],
];

/** Only the end of the connection ends these. */
const closed: [string, string, Outcome][] = [
  ['the end of the connection', `${head('connection: close')}hello`, whole('hello')],
  ['the end of the connection, unannounced', `${head()}hello`, whole('hello')],
  ['HTTP/1.0 and its end', `${head().replace('1.1', '1.0')}hello`, whole('hello')],
  ['the end of the connection at once (D19)', head(), whole('')],
  ['the end of the connection, behind 103', `${EARLY}${head()}hello`, whole('hello')],
];

const pieces = ['HTTP/1.1 200 O', 'K\r\ncontent-length: 5\r\n', '\r\nhe', 'llo'];

export const bodies: AnswerCase[] = [
  ...open.map(
    ([what, bytes, gives]): AnswerCase => ({ what: named(what), sends: { bytes }, gives }),
  ),
  ...closed.map(
    ([what, bytes, gives]): AnswerCase => ({
      ...{ what: named(what), sends: { bytes, ends: 'closed' }, gives },
    }),
  ),
  {
    what: named('a length that comes in pieces'),
    sends: { bytes: pieces.map((piece) => Buffer.from(piece)) },
    gives: whole('hello'),
  },
];

function named(what: string): string {
  return `a body that is whole by ${what} is read`;
}

/** Heads that are odd and right. */

const answerOf = (...lines: string[]) => `${head('content-length: 2', ...lines)}hi`;
const hi = { kind: 'answer', body: 'hi', status: 200 } as const;
const latin1 = (text: string) => Buffer.from(text, 'latin1');

const statuses = [200, 201, 206, 301, 302, 307, 401, 403, 404, 410, 418, 429, 500, 503, 599];

const odd: [string, string, Record<string, string>][] = [
  ['names are in lower case', answerOf('X-Word: a'), { 'x-word': 'a' }],
  ['one that is sent twice is one', answerOf('X-Word: a', 'X-WORD: b'), { 'x-word': 'a, b' }],
  ['cookies are one', answerOf('set-cookie: c', 'set-cookie: d'), { 'set-cookie': 'c, d' }],
  ['of an etag the first counts', answerOf('etag: e', 'etag: f'), { etag: 'e' }],
  ['of a location the first counts', answerOf('location: /e', 'location: /f'), { location: '/e' }],
  ['no blank is needed', answerOf('x-word:a'), { 'x-word': 'a' }],
  ['blanks around a value are none of it', answerOf('x-word: \t a b \t'), { 'x-word': 'a b' }],
  ['a value may be empty', answerOf('x-word:'), { 'x-word': '' }],
  ['a value may hold colons', answerOf('x-word: a:b: c'), { 'x-word': 'a:b: c' }],
  ['a value may hold any letter', answerOf('x-word: \u00e4\u00ff\u0080'), { 'x-word': 'äÿ\u0080' }],
  [
    'its last byte may be a no-break space',
    answerOf('x-word: \u00c3\u00a0 '),
    { 'x-word': 'Ã\u00a0' },
  ],
  ['a value may hold a tab', answerOf('x-word: a\tb'), { 'x-word': 'a\tb' }],
  ['a name may be any token', answerOf("x!#$%&'*+-.^_`|~9: a"), { "x!#$%&'*+-.^_`|~9": 'a' }],
  ['a name may be one of JavaScript’s', answerOf('constructor: a'), { constructor: 'a' }],
  [
    'a head of 50 KB is read',
    answerOf(`x-long: ${'a'.repeat(50_000)}`),
    { 'x-long': 'a'.repeat(50_000) },
  ],
  [
    '900 of them are read',
    answerOf(...Array.from({ length: 900 }, (_, i) => `x-${i}: a`)),
    { 'x-899': 'a' },
  ],
  ['a reason may be missing', answerOf().replace('200 OK', '200'), {}],
  ['a reason may be empty', answerOf().replace('200 OK', '200 '), {}],
  ['a reason may be any text', answerOf().replace('200 OK', '200 \u00e4 b\tc'), {}],
];

export const heads: AnswerCase[] = [
  ...statuses.map(
    (status): AnswerCase => ({
      what: `${status} is an answer as any, with its body, and no redirect is followed`,
      sends: { bytes: answerOf('location: /a').replace('200 OK', `${status} Word`) },
      gives: { ...hi, status, headers: { location: '/a' } },
    }),
  ),
  ...odd.map(
    ([what, text, headers]): AnswerCase => ({
      ...{ what: `of headers, ${what}`, sends: { bytes: latin1(text) }, gives: { ...hi, headers } },
    }),
  ),
];

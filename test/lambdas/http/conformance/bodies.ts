import { head } from '../both-paths.ts';
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

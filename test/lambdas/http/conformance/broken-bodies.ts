import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { head } from '../both-transports.ts';
import { type AnswerCase, cutShort, whole } from './answer-case.ts';

/** Bodies that are not whole, or whose framing is broken: none is taken for whole (D1). */

const length = (bytes: number) => head(`content-length: ${bytes}`);
const chunks = (rest: string) => `${head('transfer-encoding: chunked')}${rest}`;
const FLOOD = 'x'.repeat(20_000);

const ended: [string, string, RawAnswer['ends']][] = [
  ['closed before its length', `${length(6)}hello`, 'closed'],
  ['reset before its length', `${length(6)}hello`, 'reset'],
  ['closed without a byte of it', length(6), 'closed'],
  ['closed without a chunk', chunks(''), 'closed'],
  ['closed inside a size', chunks('5'), 'closed'],
  ['closed behind a size', chunks('5\r\n'), 'closed'],
  ['closed inside a chunk', chunks('9\r\nhello'), 'closed'],
  ['reset inside a chunk', chunks('9\r\nhello'), 'reset'],
  ['closed behind the content of a chunk', chunks('5\r\nhello'), 'closed'],
  ['closed without the last chunk', chunks('5\r\nhello\r\n'), 'closed'],
  ['closed inside the last chunk', chunks('5\r\nhello\r\n0'), 'closed'],
  ['closed before the empty line', chunks('5\r\nhello\r\n0\r\n'), 'closed'],
  ['closed inside the trailers', chunks('5\r\nhello\r\n0\r\nx-sum: 1\r\n'), 'closed'],
  ['reset, where only the connection ends it', `${head()}hello`, 'reset'],
];

const malformed: [string, string][] = [
  ['no chunk', 'zz\r\nhello'],
  ['a chunk without a size', '\r\nhello\r\n0\r\n\r\n'],
  ['a chunk of a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
  ['a chunk of a size with a sign', '+5\r\nhello\r\n0\r\n\r\n'],
  ['a chunk of a size in another notation', '0x5\r\nhello\r\n0\r\n\r\n'],
  ['a chunk of a size beyond all numbers', `${'f'.repeat(17)}\r\nhello\r\n0\r\n\r\n`],
  ['a chunk of a size behind a blank', ' 5\r\nhello\r\n0\r\n\r\n'],
  ['a chunk of a size before a blank', '5 \r\nhello\r\n0\r\n\r\n'],
  ['a chunk longer than its size', '4\r\nhello\r\n0\r\n\r\n'],
  ['a chunk shorter than its size', '6\r\nhello\r\n0\r\n\r\n'],
  ['a chunk whose size ends with LF alone', '5\nhello\r\n0\r\n\r\n'],
  ['a chunk whose size ends with CR alone', '5\rhello\r\n0\r\n\r\n'],
  ['a chunk that ends with LF alone', '5\r\nhello\n0\r\n\r\n'],
  ['a chunk that ends with nothing', '5\r\nhello0\r\n\r\n'],
  ['a last chunk that ends with LF alone', '5\r\nhello\r\n0\n\n'],
  ['an extension without a name', '5;\r\nhello\r\n0\r\n\r\n'],
  ['an extension with a control character', '5;a\0b\r\nhello\r\n0\r\n\r\n'],
  ['a quoted extension without an end', '5;a="b\r\nhello\r\n0\r\n\r\n'],
  ['extensions without end', `5;a=${FLOOD}\r\nhello\r\n0\r\n\r\n`],
  ['a trailer that is no header', '5\r\nhello\r\n0\r\nhello\r\n\r\n'],
  ['a trailer with LF alone', '5\r\nhello\r\n0\r\nx-sum: 1\n\r\n'],
];

const CHUNKED_HELLO = chunks('5\r\nhello\r\n0\r\n\r\n');
const NEXT = head('content-length: 0');
const NOBODYS = {
  standard: whole('hello'),
  because:
    'node:http takes it for the beginning, or all, of a next answer, and closes the connection',
};

/** What goes on behind its end, as it does where a length counts characters. */
const behind: [string, string, AnswerCase['except']?][] = [
  ['longer than its length', `${length(5)}hello, world`],
  ['longer than a length of 0', `${length(0)}hello`],
  ['longer than its last chunk', `${CHUNKED_HELLO}, world`],
  ['followed by an empty line', `${length(5)}hello\r\n`, NOBODYS],
  ['followed by another answer', `${length(5)}hello${NEXT}`, NOBODYS],
  ['chunked and followed by another answer', `${CHUNKED_HELLO}${NEXT}`, NOBODYS],
];

export const brokenBodies: AnswerCase[] = [
  ...ended.map(
    ([what, bytes, ends = 'closed']): AnswerCase => ({
      ...{ what: named(what), sends: { bytes, ends }, gives: cutShort, whole },
    }),
  ),
  ...malformed.map(
    ([what, rest]): AnswerCase => ({
      ...{ what: named(what), sends: { bytes: chunks(rest) }, gives: cutShort, whole },
    }),
  ),
  ...behind.map(
    ([what, bytes, except]): AnswerCase => ({
      ...{ what: named(what), sends: { bytes }, gives: cutShort, pieces: 'as sent' },
      ...(except && { except }),
    }),
  ),
];

function named(what: string): string {
  return `a body that is ${what} is no body (D1)`;
}

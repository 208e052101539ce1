import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { head } from '../both-transports.ts';
import { type AnswerCase, noAnswer, whole } from './answer-case.ts';

/** What is no head of an answer, or contradicts itself: the request may have arrived all the same (K5). */

const CHANGE = 'HTTP/1.1 101 Switching Protocols\r\n';

const ended: [string, string, RawAnswer['ends']][] = [
  ['closed without an answer', '', 'closed'],
  ['reset without an answer', '', 'reset'],
  ['broken inside its version', 'HTTP/1', 'closed'],
  ['broken inside its status', 'HTTP/1.1 20', 'closed'],
  ['broken behind its status', 'HTTP/1.1 200 OK\r\n', 'closed'],
  ['broken inside its headers', 'HTTP/1.1 200 OK\r\ncontent-', 'closed'],
  ['broken before the empty line', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n', 'closed'],
  ['broken inside the empty line', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r', 'closed'],
  ['reset inside its headers', 'HTTP/1.1 200 OK\r\ncontent-', 'reset'],
  ['broken behind 100', 'HTTP/1.1 100 Continue\r\n\r\n', 'closed'],
];

const notHttp: [string, string][] = [
  ['in another language', '220 mail.example ready\r\n\r\n'],
  ['in another language without an end', '220 mail.example ready'],
  ['in another version', head().replace('1.1', '3.7')],
  ['in small letters', head('content-length: 0').replace('HTTP', 'http')],
  ['behind a blank', ` ${head('content-length: 0')}`],
  ['with a status of two digits', head('content-length: 0').replace('200', '20')],
  ['with a status of four digits', head('content-length: 0').replace('200', '2000')],
  ['with a status of letters', head('content-length: 0').replace('200', 'two')],
  ['with LF alone', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n'],
  ['with LF alone behind its status', head('content-length: 0').replace('OK\r', 'OK')],
  ['with CR alone behind its status', head('content-length: 0').replace('OK\r\n', 'OK\r')],
  ['with another protocol', `${CHANGE}connection: upgrade\r\nupgrade: other\r\n\r\n`],
  ['with another protocol, unnamed', `${CHANGE}\r\n`],
];

const headers: [string, string[]][] = [
  ['two lengths', ['content-length: 1', 'content-length: 2']],
  ['one length twice', ['content-length: 1', 'Content-Length: 1']],
  ['lengths in one line', ['content-length: 1, 1']],
  ['a length of no digits', ['content-length: -1']],
  ['a length with a sign', ['content-length: +1']],
  ['a length in another notation', ['content-length: 0x1']],
  ['a length with a fraction', ['content-length: 1.0']],
  ['a length of two words', ['content-length: 1 1']],
  ['an empty length', ['content-length:']],
  ['a length beyond all numbers', [`content-length: ${'9'.repeat(30)}`]],
  ['length and chunks', ['content-length: 1', 'transfer-encoding: chunked']],
  ['chunks and length', ['transfer-encoding: chunked', 'content-length: 1']],
  ['a header without a name', [': a']],
  ['a header without a colon', ['hello']],
  ['a blank before a colon', ['content-length : 0']],
  ['a blank before a name', [' content-length: 0']],
  ['a blank in a name', ['content length: 0']],
  ['a letter in a name that is no token’s', ['x\u00e4: a']],
  ['brackets in a name', ['x(y): a']],
  ['a folded line', ['x-word: a', ' b']],
  ['an empty transfer coding', ['transfer-encoding:']],
  ['a zero byte in a value', ['x-word: a\0b']],
  ['a zero byte in a name', ['x\0y: a']],
  ['an escape in a value', ['x-word: a\x1bb']],
  ['a DEL in a value', ['x-word: a\x7fb']],
  ['CR alone in a value', ['x-word: a\rb']],
  ['LF alone in a value', ['x-word: a\nx-other: b']],
  ['a head of 100 KB', [`x-long: ${'a'.repeat(100_000)}`]],
];

/** What comes before the answer is a head as well. */
const early: [string, string][] = [
  ['behind 103 with a malformed length', 'HTTP/1.1 103\r\ncontent-length: -1\r\n\r\n'],
  [
    'behind 103 with length and chunks',
    'HTTP/1.1 103\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
  ],
  ['behind 103 of HTTP/1.0', 'HTTP/1.0 103\r\n\r\n'],
  ['behind 103 of a connection that ends', 'HTTP/1.1 103\r\nconnection: close\r\n\r\n'],
];

const chunked = (...lines: string[]) => `${head(...lines)}0\r\n\r\n`;

/** Of these node:http makes something, for that reason; the direct path refuses whatever is not plain. */
const stricter: [string, string, string, string][] = [
  [
    'in HTTP/2.0',
    head('content-length: 0').replace('1.1', '2.0'),
    '',
    'it reads that version as any',
  ],
  [
    'with a control character in its reason',
    head('content-length: 0').replace('OK', '\0'),
    '',
    'nobody uses the reason',
  ],
  ['behind an empty line', `\r\n${head('content-length: 0')}`, '', 'it skips empty lines'],
  [
    'with another transfer coding',
    `${head('transfer-encoding: gzip')}a`,
    'a',
    'the connection ends what is not chunked, and whoever reads finds it coded',
  ],
  [
    'with no transfer coding by name',
    `${head('transfer-encoding: identity')}a`,
    'a',
    'RFC 2616 had that name for none',
  ],
  [
    'with another transfer coding beneath chunks',
    chunked('transfer-encoding: gzip, chunked'),
    '',
    'it undoes the chunks, and whoever reads finds the rest coded',
  ],
  [
    'with chunks twice',
    chunked('transfer-encoding: chunked', 'transfer-encoding: chunked'),
    '',
    'it undoes them once',
  ],
  [
    'with chunks in HTTP/1.0',
    chunked('transfer-encoding: chunked').replace('1.1', '1.0'),
    '',
    'it goes by the coding, not by the version',
  ],
];

export const brokenHeads: AnswerCase[] = [
  ...ended.map(
    ([what, bytes, ends = 'closed']): AnswerCase => ({
      ...{
        what: `a request that is ${what} may have arrived (K5)`,
        sends: { bytes, ends },
        gives: noAnswer,
      },
    }),
  ),
  ...notHttp.map(
    ([what, text]): AnswerCase => ({
      ...{ what: named(what), sends: { bytes: Buffer.from(text, 'latin1') }, gives: noAnswer },
    }),
  ),
  ...early.map(
    ([what, first]): AnswerCase => ({
      ...{ what: named(what), gives: noAnswer },
      sends: { bytes: `${first}${head('content-length: 0')}`, ends: 'closed' },
    }),
  ),
  {
    what: named('304 with an empty transfer coding'),
    sends: {
      bytes: head('transfer-encoding:', 'transfer-encoding: chunked').replace('200', '304'),
    },
    gives: noAnswer,
  },
  ...headers.map(
    ([what, lines]): AnswerCase => ({
      what: named(`with ${what}`),
      sends: { bytes: Buffer.from(`${head(...lines)}a`, 'latin1'), ends: 'closed' },
      gives: noAnswer,
    }),
  ),
  {
    what: named('with a head that never ends'),
    sends: { bytes: `HTTP/1.1 200 OK\r\n${'x-word: a\r\n'.repeat(20_000)}` },
    gives: noAnswer,
  },
  ...stricter.map(
    ([what, bytes, body, because]): AnswerCase => ({
      ...{ what: named(what), sends: { bytes, ends: 'closed' }, gives: noAnswer },
      except: { standard: whole(body), because },
    }),
  ),
];

function named(what: string): string {
  return `a request that is answered ${what} may have arrived (K5)`;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, PATHS, READERS } from './both-paths.ts';

/** Bodies over a real socket: one that is cut is never taken for whole (D1, reliability 1.4). */

const identity = trustedIdentity();
const length = (bytes: number) => head(`content-length: ${bytes}`);
const chunks = (rest: string) => `${head('transfer-encoding: chunked')}${rest}`;

const whole: [string, RawAnswer][] = [
  ['a length', { bytes: `${length(5)}hello` }],
  [
    'a length that comes in pieces',
    {
      bytes: ['HTTP/1.1 200 O', 'K\r\ncontent-length: 5\r\n', '\r\nhe', 'llo'].map((piece) =>
        Buffer.from(piece),
      ),
    },
  ],
  ['chunks', { bytes: chunks('2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n') }],
  ['chunks with extensions', { bytes: chunks('2;a=b;c\r\nhe\r\n003;d="e"\r\nllo\r\n0;f\r\n\r\n') }],
  ['chunks with trailers', { bytes: chunks('5\r\nhello\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n') }],
  ['the end of the connection', { bytes: `${head('connection: close')}hello`, ends: 'closed' }],
  ['HTTP/1.0 and its end', { bytes: `${head().replace('1.1', '1.0')}hello`, ends: 'closed' }],
  [
    'a length, behind 100 and 103',
    {
      bytes: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n${length(5)}hello`,
    },
  ],
];
const empty: [string, RawAnswer][] = [
  ['a length of 0', { bytes: length(0) }],
  ['no chunk but the last', { bytes: chunks('0\r\n\r\n') }],
  ['the end of the connection at once', { bytes: head(), ends: 'closed' }],
  ['204', { bytes: head().replace('200', '204') }],
  ['304 and the length of something else', { bytes: length(5).replace('200', '304') }],
];
const cut: [string, RawAnswer][] = [
  ['closed before its length', { bytes: `${length(6)}hello`, ends: 'closed' }],
  ['reset before its length', { bytes: `${length(6)}hello`, ends: 'reset' }],
  ['longer than its length', { bytes: `${length(5)}hello, world` }],
  ['longer than a length of 0', { bytes: `${length(0)}hello` }],
  ['closed without a byte of it', { bytes: length(6), ends: 'closed' }],
  ['closed without the last chunk', { bytes: chunks('5\r\nhello\r\n'), ends: 'closed' }],
  ['closed inside a chunk', { bytes: chunks('9\r\nhello'), ends: 'closed' }],
  ['closed inside the last chunk', { bytes: chunks('5\r\nhello\r\n0\r\n'), ends: 'closed' }],
  ['reset inside a chunk', { bytes: chunks('9\r\nhello'), ends: 'reset' }],
  ['no chunk', { bytes: chunks('zz\r\nhello') }],
  ['a chunk without a size', { bytes: chunks('\r\nhello\r\n0\r\n\r\n') }],
  ['a chunk of a negative size', { bytes: chunks('-5\r\nhello\r\n0\r\n\r\n') }],
  ['a chunk of a size in another notation', { bytes: chunks('0x5\r\nhello\r\n0\r\n\r\n') }],
  [
    'a chunk of a size beyond all numbers',
    { bytes: chunks(`${'f'.repeat(17)}\r\nhello\r\n0\r\n\r\n`) },
  ],
  ['a chunk longer than its size', { bytes: chunks('4\r\nhello\r\n0\r\n\r\n') }],
  ['a chunk shorter than its size', { bytes: chunks('6\r\nhello\r\n0\r\n\r\n') }],
  ['a chunk whose size ends with LF alone', { bytes: chunks('5\nhello\r\n0\r\n\r\n') }],
];

for (const [path, open] of PATHS)
  for (const secure of [undefined, identity])
    for (const [how, read] of READERS) {
      const way = `${path}, ${secure ? 'https' : 'http'}, ${how}:`;
      const textOf = async (context: Parameters<typeof rawServer>[0], answer: RawAnswer) => {
        const { origin } = await rawServer(context, [answer], secure);
        return read(await open()(get(origin)));
      };
      for (const [what, answer] of whole)
        test(`${way} a body that is whole by ${what} is read`, async (context) => {
          assert.equal(await textOf(context, answer), 'hello');
        });
      for (const [what, answer] of empty)
        test(`${way} a body that is empty by ${what} is read (D19)`, async (context) => {
          assert.equal(await textOf(context, answer), '');
        });
      for (const [what, answer] of cut)
        test(`${way} a body that is ${what} is no body (D1)`, async (context) => {
          await assert.rejects(textOf(context, answer), {
            name: 'ConnectionFailed',
            message: 'the answer was cut short',
            sent: true,
          });
        });
    }

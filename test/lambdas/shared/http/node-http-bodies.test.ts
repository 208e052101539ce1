import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { nodeHttp } from '../../../../lambdas/shared/http/node-http.ts';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';

/** Bodies over a real socket: one that is cut is never taken for whole (D1, reliability 1.4). */

async function textOf(context: TestContext, answer: RawAnswer) {
  const { port } = await rawServer(context, [answer]);
  const response = await nodeHttp()({
    method: 'GET',
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    private: true,
    timeoutSeconds: 10,
  });
  return readText(response, 1000);
}

const head = (...lines: string[]) => `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`;
const zipped = gzipSync('hello');
const withGzip = (bytes: Buffer) =>
  Buffer.concat([
    Buffer.from(head('content-encoding: gzip', `content-length: ${bytes.length}`)),
    bytes,
  ]);

const whole: [string, RawAnswer][] = [
  ['a length', { bytes: `${head('content-length: 5')}hello` }],
  ['chunks', { bytes: `${head('transfer-encoding: chunked')}2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n` }],
  ['gzip', { bytes: withGzip(zipped) }],
  ['the end of the connection', { bytes: `${head('connection: close')}hello`, ends: 'closed' }],
];
for (const [what, answer] of whole)
  test(`a body that is whole by ${what} is read`, async (context) => {
    assert.equal(await textOf(context, answer), 'hello');
  });

const cuts: [string, RawAnswer][] = [
  ['closed before its length', { bytes: `${head('content-length: 6')}hello`, ends: 'closed' }],
  ['reset before its length', { bytes: `${head('content-length: 6')}hello`, ends: 'reset' }],
  [
    'closed without the last chunk',
    { bytes: `${head('transfer-encoding: chunked')}5\r\nhello\r\n`, ends: 'closed' },
  ],
  [
    'closed inside a chunk',
    { bytes: `${head('transfer-encoding: chunked')}9\r\nhello`, ends: 'closed' },
  ],
  ['no chunk', { bytes: `${head('transfer-encoding: chunked')}zz\r\nhello` }],
  ['gzip without its trailer', { bytes: withGzip(zipped.subarray(0, -8)) }],
  ['gzip of another sum', { bytes: withGzip(Buffer.from(zipped).fill(0, zipped.length - 8)) }],
  ['gzip by its header only', { bytes: withGzip(Buffer.from('hello')) }],
];
for (const [what, answer] of cuts)
  test(`a body that is ${what} is no body (D1)`, async (context) => {
    await assert.rejects(textOf(context, answer), { name: 'ConnectionFailed', sent: true });
  });

test('headers come in lower case, one that is sent twice as one', async (context) => {
  const bytes = head(
    'Content-Length: 0',
    'X-Word: a',
    'X-WORD: b',
    'set-cookie: c',
    'set-cookie: d',
  );
  const { port } = await rawServer(context, [{ bytes }]);
  const { status, headers, body } = await nodeHttp()({
    method: 'GET',
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    private: true,
    timeoutSeconds: 10,
  });
  body.resume();
  assert.equal(status, 200);
  assert.deepEqual(headers, { 'content-length': '0', 'x-word': 'a, b', 'set-cookie': 'c, d' });
});

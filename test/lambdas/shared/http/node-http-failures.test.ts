import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { HttpRequest } from '../../../../lambdas/shared/http/http.ts';
import { nodeHttp } from '../../../../lambdas/shared/http/node-http.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';

/** Whether the server may have seen a request decides what a lost kick-off is called (K4, K5). */

const to = (url: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  private: true,
  timeoutSeconds: 10,
  ...changes,
});

async function ask(context: TestContext, answer: RawAnswer, changes: Partial<HttpRequest> = {}) {
  const server = await rawServer(context, [answer]);
  return nodeHttp()(to(`http://127.0.0.1:${server.port}/`, changes));
}

test('a connection that is refused was not sent (K4)', async (context) => {
  const { port } = await rawServer(context, []);
  const unused = port === 1 ? 2 : 1;
  await assert.rejects(nodeHttp()(to(`http://127.0.0.1:${unused}/`)), {
    name: 'ConnectionFailed',
    sent: false,
  });
});

test('a name that does not exist was not sent, and is told by its host alone', async () => {
  await assert.rejects(nodeHttp()(to('http://nowhere.invalid/path?token=test-word')), {
    name: 'ConnectionFailed',
    message: /^GET nowhere\.invalid: getaddrinfo \w+ nowhere\.invalid$/,
    sent: false,
  });
});

test('https that ends at its handshake was not sent (K4)', async (context) => {
  const { port } = await rawServer(context, [{ bytes: 'no handshake\r\n\r\n', ends: 'closed' }]);
  await assert.rejects(nodeHttp()(to(`https://127.0.0.1:${port}/`)), {
    name: 'ConnectionFailed',
    sent: false,
  });
});

const lost: [string, RawAnswer][] = [
  ['closed without an answer', { bytes: '', ends: 'closed' }],
  ['reset without an answer', { bytes: '', ends: 'reset' }],
  ['broken inside its headers', { bytes: 'HTTP/1.1 200 OK\r\ncontent-', ends: 'closed' }],
  ['answered in another language', { bytes: '220 mail.example ready\r\n\r\n' }],
  ['answered with two lengths', { bytes: head('content-length: 1', 'content-length: 2') }],
  [
    'answered with length and chunks',
    { bytes: head('content-length: 1', 'transfer-encoding: chunked') },
  ],
];
for (const [what, answer] of lost)
  test(`a request that is ${what} may have arrived (K5)`, async (context) => {
    await assert.rejects(ask(context, answer), { name: 'ConnectionFailed', sent: true });
  });

test('no answer in time counts as lost', async (context) => {
  await assert.rejects(ask(context, { bytes: '' }, { timeoutSeconds: 1 }), {
    name: 'ConnectionFailed',
    message: /no answer in 1 s$/,
    sent: true,
  });
});

test('method, headers and body go out as they were given', async (context) => {
  const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
  const url = `http://127.0.0.1:${server.port}/a?b=c`;
  const headers = { client_id: 'test-client', accept: 'text/plain' };
  const response = await nodeHttp()(to(url, { method: 'PUT', headers, body: 'hello' }));
  response.body.resume();
  assert.match(server.received(), /^PUT \/a\?b=c HTTP\/1\.1\r\nclient_id: test-client\r\n/);
  assert.match(server.received(), /\r\naccept: text\/plain\r\n/);
  assert.match(server.received(), /\r\ncontent-length: 5\r\n/i);
  assert.match(server.received(), /\r\n\r\nhello$/);
});

test('no redirect is followed', async (context) => {
  const bytes = head('content-length: 0', 'location: https://evil.example/').replace('200', '302');
  const response = await ask(context, { bytes });
  response.body.resume();
  assert.deepEqual([response.status, response.headers.location], [302, 'https://evil.example/']);
});

function head(...lines: string[]) {
  return `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`;
}

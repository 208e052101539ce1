import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeSend } from '../../../../../lambdas/shared/aws/wire/node-send.ts';
import type { WireRequest } from '../../../../../lambdas/shared/aws/wire/request.ts';
import { systemClock } from '../../../../../lambdas/shared/clock.ts';
import { rawServer } from '../../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../../fakes/self-signed.ts';

const request = (origin: string, more: Partial<WireRequest> = {}): WireRequest => ({
  ...{ method: 'PUT', origin, path: '/lake/a/../b?x=1', headers: {}, body: Buffer.from('hello') },
  ...more,
});
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: "1"\r\n\r\nok';

test('a request goes out as it was signed, its path as it is, and an answer comes whole', async (t) => {
  const server = await rawServer(t, [{ bytes: OK }]);
  const sent = request(server.origin, { headers: { host: 'lake.example', 'x-amz-date': 'now' } });
  const { status, headers, body } = await nodeSend(systemClock)(sent);
  assert.deepEqual([status, headers.etag, body.toString()], [200, '"1"', 'ok']);
  const received = server.received();
  assert.ok(received.startsWith('PUT /lake/a/../b?x=1 HTTP/1.1\r\n'));
  for (const line of ['host: lake.example', 'x-amz-date: now', 'content-length: 5', '\r\nhello'])
    assert.ok(received.includes(line), line);
});

test('a connection is used again', async (t) => {
  const server = await rawServer(t, [{ bytes: OK }]);
  const send = nodeSend(systemClock);
  await send(request(server.origin, { method: 'GET', body: Buffer.alloc(0) }));
  await send(request(server.origin, { method: 'GET', body: Buffer.alloc(0) }));
  assert.equal(server.connections(), 1);
});

for (const [what, answer] of [
  ['a connection that is closed without an answer', { bytes: '', ends: 'closed' }],
  ['a connection that is reset', { bytes: '', ends: 'reset' }],
  [
    'an answer that is cut short',
    { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', ends: 'closed' },
  ],
  ['an answer that is no HTTP', { bytes: 'hello\r\n\r\n', ends: 'closed' }],
] as const)
  test(`S1: ${what} is no answer, and is called so`, async (t) => {
    const { origin } = await rawServer(t, [answer]);
    await assert.rejects(nodeSend(systemClock)(request(origin)), {
      name: 'TimeoutError',
      message: new RegExp(`^${new URL(origin).host} gave no answer: `),
    });
  });

test('S1: a port where nobody listens is no answer', async () => {
  await assert.rejects(nodeSend(systemClock)(request('http://127.0.0.1:9')), {
    name: 'TimeoutError',
  });
});

test('a part of several slices arrives whole over TLS', async (t) => {
  const identity = trustedIdentity();
  const { createServer } = await import('node:https');
  const server = createServer(identity, async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    response.end(Buffer.concat(chunks));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close().closeAllConnections());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const all = Buffer.alloc(3 * 1024 ** 2 + 17, 'abcdefg');
  const body = all.subarray(5);
  const answer = await nodeSend(systemClock)(request(`https://127.0.0.1:${port}`, { body }));
  assert.ok(answer.body.equals(body));
});

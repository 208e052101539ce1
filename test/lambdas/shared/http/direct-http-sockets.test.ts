import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { httpOver } from '../../../../lambdas/shared/http/http-over.ts';
import { pour } from '../../../../lambdas/shared/http/pour.ts';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, turns } from './both-paths.ts';
import { memorySink } from './memory-sink.ts';

/** Which sockets and TLS sessions the direct path uses again, and which it must not. */

const identity = trustedIdentity();
const hello: RawAnswer = { bytes: `${head('content-length: 5')}hello` };

async function world(context: TestContext, answers: RawAnswer[], secure?: typeof identity) {
  const clock = manualClock();
  const server = await rawServer(context, answers, secure);
  const http = httpOver('direct', clock);
  const ask = async () => readText(await http(get(server.origin)), 1000);
  return { clock, server, http, ask };
}
const lost = { name: 'ConnectionFailed', sent: true };
const requests = (received: string) => received.split('GET ').length - 1;

test('a thousand small files are one handshake', async (context) => {
  const body = 'x'.repeat(1024);
  const answer = { bytes: `${head('content-length: 1024')}${body}` };
  const { server, http } = await world(context, [answer], identity);
  for (let i = 0; i < 1000; i += 1) {
    const sink = memorySink({ roomBytes: 4096 });
    await pour((await http(get(server.origin))).body, sink);
    assert.equal(sink.bytes().length, 1024);
  }
  assert.deepEqual([server.connections(), server.fullHandshakes()], [1, 1]);
});

test('a new connection to the same server resumes its TLS session', async (context) => {
  const { server, ask, clock } = await world(context, [hello], identity);
  for (let i = 0; i < 3; i += 1) {
    assert.equal(await ask(), 'hello');
    clock.advance(5);
  }
  assert.deepEqual([server.connections(), server.fullHandshakes()], [3, 1]);
});

for (const ends of ['closed', 'reset'] as const)
  test(`a kept socket that is ${ends} before it answers is replaced once`, async (context) => {
    const { server, ask } = await world(context, [hello, { bytes: '', ends }, hello]);
    assert.equal(await ask(), 'hello');
    assert.equal(await ask(), 'hello');
    assert.deepEqual([server.connections(), requests(server.received())], [2, 3]);
  });

test('a new socket that is closed before it answers is not replaced', async (context) => {
  const { server, ask } = await world(context, [{ bytes: '', ends: 'closed' }, hello]);
  await assert.rejects(ask(), lost);
  assert.equal(server.connections(), 1);
});

test('a kept socket that is closed twice over is replaced no second time', async (context) => {
  const closed: RawAnswer = { bytes: '', ends: 'closed' };
  const { server, ask } = await world(context, [hello, closed, closed, hello]);
  await ask();
  await assert.rejects(ask(), lost);
  assert.equal(requests(server.received()), 3);
});

test('a kept socket that has begun to answer is not replaced', async (context) => {
  const { server, ask } = await world(context, [hello, { bytes: 'HTTP', ends: 'closed' }, hello]);
  await ask();
  await assert.rejects(ask(), lost);
  assert.equal(requests(server.received()), 2);
});

const spoilt: [string, RawAnswer][] = [
  ['the server said close', { bytes: `${head('content-length: 5', 'connection: Close')}hello` }],
  [
    'the server speaks HTTP/1.0',
    { bytes: `${head('content-length: 5').replace('1.1', '1.0')}hello` },
  ],
];
for (const [why, answer] of spoilt)
  test(`a socket is not used again where ${why}`, async (context) => {
    const { server, ask } = await world(context, [answer, hello]);
    assert.equal(await ask(), 'hello');
    assert.equal(await ask(), 'hello');
    assert.equal(server.connections(), 2);
  });

for (const [what, bytes] of [
  ['a length', `${head('content-length: 5')}hello!`],
  ['the last chunk', `${head('transfer-encoding: chunked')}5\r\nhello\r\n0\r\n\r\n!`],
] as const)
  test(`nor where bytes came behind ${what}`, async (context) => {
    const { server, ask } = await world(context, [{ bytes }, hello]);
    await assert.rejects(ask(), { message: 'the answer was cut short' });
    assert.equal(await ask(), 'hello');
    assert.equal(server.connections(), 2);
  });

test('an answer that nobody asked for is not taken for the next one', async (context) => {
  const pieces = [`${head('content-length: 5')}hello`, `${head('content-length: 4')}evil`];
  const answer = { bytes: pieces.map((piece) => Buffer.from(piece)) };
  const { server, ask } = await world(context, [answer, hello]);
  assert.equal(await ask(), 'hello');
  await turns(5);
  assert.equal(await ask(), 'hello');
  assert.equal(server.connections(), 2);
});

test('a small body that is destroyed unread leaves its socket to the next request', async (context) => {
  const redirect = { bytes: `${head('content-length: 5')}hello`.replace('200', '307') };
  const { server, http, ask } = await world(context, [redirect, hello]);
  (await http(get(server.origin))).body.destroy();
  assert.equal(await ask(), 'hello');
  assert.equal(server.connections(), 1);
});

test('a body that is destroyed before it has all come closes its socket', async (context) => {
  const { server, http, ask } = await world(context, [{ bytes: head('content-length: 5') }, hello]);
  (await http(get(server.origin))).body.destroy();
  assert.equal(await ask(), 'hello');
  assert.equal(server.connections(), 2);
});

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { nodeHttp } from '../../../../lambdas/shared/http/node-http.ts';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { rawServer } from '../../../fakes/raw-server.ts';

const answer = { bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello' };

async function world(context: TestContext) {
  const clock = manualClock();
  const server = await rawServer(context, [answer]);
  const http = nodeHttp(clock);
  const ask = async () => {
    const url = `http://127.0.0.1:${server.port}/`;
    const request = { method: 'GET' as const, url, headers: {}, private: true, timeoutSeconds: 10 };
    const text = await readText(await http(request), 100);
    // The socket is given back after the end of the body.
    await new Promise((resolve) => void setImmediate(resolve));
    return text;
  };
  return { clock, server, ask };
}

test('one request after another uses the same socket', async (context) => {
  const { server, ask, clock } = await world(context);
  for (let i = 0; i < 5; i += 1) {
    assert.equal(await ask(), 'hello');
    clock.advance(3);
  }
  assert.equal(server.connections(), 1);
});

test('a socket that idled for long is not used again, since a slept Lambda’s may be dead (K5)', async (context) => {
  const { server, ask, clock } = await world(context);
  await ask();
  clock.advance(5);
  await ask();
  assert.equal(server.connections(), 2);
});

test('requests side by side have a socket each, and of those the old are dropped', async (context) => {
  const { server, ask, clock } = await world(context);
  await Promise.all([ask(), ask(), ask()]);
  assert.equal(server.connections(), 3);
  clock.advance(5);
  await ask();
  assert.equal(server.connections(), 4);
});

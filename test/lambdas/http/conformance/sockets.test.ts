import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { pipeBody, readText } from '../../../../lambdas/http/body.ts';
import type { Http } from '../../../../lambdas/http/http.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { type Identity, trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, TRANSPORTS, turns } from '../both-transports.ts';
import { memorySink } from '../memory-sink.ts';
import { socketCases } from './socket-cases.ts';

/** Which sockets and TLS sessions are used again, and which must not be. */

const identity = trustedIdentity();
const hello: RawAnswer = { bytes: `${head('content-length: 5')}hello` };

/** Asks, and tells what came of it; what is no file is not read. */
async function ask(http: Http, origin: string) {
  let gives: 'no answer' | 'cut short' = 'no answer';
  try {
    const response = await http(get(origin));
    gives = 'cut short';
    if (response.status === 200) return await readText(response, 1000);
    response.body.destroy();
    return 'unread';
  } catch (error) {
    assert.equal(error instanceof Error && error.name, 'ConnectionFailed');
    return gives;
  } finally {
    // The socket is given back, or closed, after the end of the body.
    await turns(10);
  }
}

for (const [transport, open] of TRANSPORTS)
  for (const secure of [undefined, identity])
    for (const { what, answers, used, except } of socketCases)
      test(`${what}, over ${transport} ${secure ? 'https' : 'http'}`, async (context) => {
        const server = await rawServer(context, answers, secure);
        const http = open();
        const expected = except?.[transport] ?? used;
        const gives = [];
        for (const _ of expected.gives) gives.push(await ask(http, server.origin));
        const requests = server.received().split('GET ').length - 1;
        assert.deepEqual({ gives, connections: server.connections(), requests }, expected);
      });

for (const [transport, open] of TRANSPORTS) {
  const world = async (context: TestContext, answers: RawAnswer[], secure?: Identity) => {
    const clock = manualClock();
    const server = await rawServer(context, answers, secure);
    const http = open(clock);
    return { clock, server, http, ask: () => ask(http, server.origin) };
  };

  test(`${transport}: a socket that idled for three seconds is used again`, async (context) => {
    const { server, ask, clock } = await world(context, [hello]);
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await ask(), 'hello');
      clock.advance(3);
    }
    assert.equal(server.connections(), 1);
  });

  test(`${transport}: a socket that idled for long is not used again, since a slept Lambda’s may be dead (K5)`, async (context) => {
    const { server, ask, clock } = await world(context, [hello]);
    await ask();
    clock.advance(5);
    await ask();
    assert.equal(server.connections(), 2);
  });

  test(`${transport}: requests side by side have a socket each, and of those the old are dropped`, async (context) => {
    const { server, ask, clock } = await world(context, [hello]);
    await Promise.all([ask(), ask(), ask()]);
    assert.equal(server.connections(), 3);
    clock.advance(5);
    await ask();
    assert.equal(server.connections(), 4);
  });

  test(`${transport}: a thousand small files are one handshake`, async (context) => {
    const answer = { bytes: `${head('content-length: 1024')}${'x'.repeat(1024)}` };
    const { server, http } = await world(context, [answer], identity);
    for (let i = 0; i < 1000; i += 1) {
      const sink = memorySink({ roomBytes: 4096 });
      await pipeBody((await http(get(server.origin))).body, sink);
      assert.equal(sink.bytes().length, 1024);
      await turns(1);
    }
    assert.deepEqual([server.connections(), server.fullHandshakes()], [1, 1]);
  });

  test(`${transport}: a new connection to the same server resumes its TLS session`, async (context) => {
    const { server, ask, clock } = await world(context, [hello], identity);
    for (let i = 0; i < 3; i += 1) {
      assert.equal(await ask(), 'hello');
      clock.advance(5);
    }
    assert.deepEqual([server.connections(), server.fullHandshakes()], [3, 1]);
  });
}

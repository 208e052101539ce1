import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { get, head, PATHS, turns } from './both-paths.ts';

const answer = { bytes: `${head('content-length: 5')}hello` };

for (const [path, open] of PATHS) {
  const world = async (context: TestContext) => {
    const clock = manualClock();
    const server = await rawServer(context, [answer]);
    const http = open(clock);
    const ask = async () => {
      const text = await readText(await http(get(server.origin)), 100);
      // The socket is given back after the end of the body.
      await turns(1);
      return text;
    };
    return { clock, server, ask };
  };

  test(`${path}: one request after another uses the same socket`, async (context) => {
    const { server, ask, clock } = await world(context);
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await ask(), 'hello');
      clock.advance(3);
    }
    assert.equal(server.connections(), 1);
  });

  test(`${path}: a socket that idled for long is not used again, since a slept Lambda’s may be dead (K5)`, async (context) => {
    const { server, ask, clock } = await world(context);
    await ask();
    clock.advance(5);
    await ask();
    assert.equal(server.connections(), 2);
  });

  test(`${path}: requests side by side have a socket each, and of those the old are dropped`, async (context) => {
    const { server, ask, clock } = await world(context);
    await Promise.all([ask(), ask(), ask()]);
    assert.equal(server.connections(), 3);
    clock.advance(5);
    await ask();
    assert.equal(server.connections(), 4);
  });
}

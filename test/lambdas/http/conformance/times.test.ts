import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { pipeBody, readText } from '../../../../lambdas/http/body.ts';
import type { HttpRequest } from '../../../../lambdas/http/http.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { get, head, READERS, TRANSPORTS, turns } from '../both-transports.ts';
import { gatedSink } from '../memory-sink.ts';

/** A server that sends a byte now and then is never silent and never done (P15, D4). */

const late = (cause: unknown) =>
  cause instanceof Error && /not complete in 0\.2 s/.test(`${cause}`);

for (const [transport, open] of TRANSPORTS) {
  const textOf = async (context: TestContext, answer: RawAnswer, limits: Partial<HttpRequest>) => {
    const { origin } = await rawServer(context, [answer]);
    return readText(await open()(get(origin, limits)), 1_000_000);
  };

  for (const framing of ['content-length: 1000000', 'connection: close'])
    test(`${transport}: an answer that drips for ever is cut off, with ${framing} (P15)`, async (context) => {
      const answer = { bytes: head(framing), ends: 'drips' } as const;
      await assert.rejects(textOf(context, answer, { wholeSeconds: 0.2 }), (error: Error) => {
        assert.equal(error.name, 'ConnectionFailed');
        assert(late(error.cause), `${error.cause}`);
        return true;
      });
    });

  test(`${transport}: headers that drip for ever are cut off as well (P15)`, async (context) => {
    const answer = { bytes: 'HTTP/1.1 200 OK\r\nx-drip: ', ends: 'drips' } as const;
    const limits = { timeoutSeconds: 0.2, wholeSeconds: 10 };
    await assert.rejects(textOf(context, answer, limits), {
      name: 'ConnectionFailed',
      message: /no answer in 0\.2 s$/,
    });
  });

  test(`${transport}: an answer that drips and is whole in time is read`, async (context) => {
    const answer = { bytes: head('content-length: 3'), ends: 'drips' } as const;
    assert.equal(await textOf(context, answer, { wholeSeconds: 10 }), 'aaa');
  });

  test(`${transport}: a whole answer leaves no timer running`, async (context) => {
    const answer = { bytes: `${head('content-length: 2')}ok` };
    await textOf(context, answer, { wholeSeconds: 600 });
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
    assert.equal(timers.length, 0);
  });
}

for (const [transport, open] of TRANSPORTS) {
  for (const [how, read] of READERS)
    test(`${transport}, ${how}: a body without a limit of its own is given up when the server falls silent (D4)`, async (context) => {
      context.mock.timers.enable({ apis: ['setInterval'] });
      const { origin } = await rawServer(context, [{ bytes: head('content-length: 9') }]);
      const text = read(await open()(get(origin)));
      await turns(5);
      for (let second = 0; second < 62; second += 1) context.mock.timers.tick(1000);
      await assert.rejects(text, ({ cause }: Error) => /sent nothing for 60 s/.test(`${cause}`));
    });

  test(`${transport}: the time in which there is no room is not the server’s silence (D4)`, async (context) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const body = Buffer.alloc(200_000, 'hello');
    const bytes = [Buffer.from(head(`content-length: ${body.length}`)), body];
    const { origin } = await rawServer(context, [{ bytes }]);
    const { sink, open: openSink } = gatedSink();
    const piped = pipeBody((await open()(get(origin))).body, sink);
    await turns(20);
    assert.equal(sink.bytes().length, 1);
    context.mock.timers.tick(600_000);
    openSink();
    await piped;
    assert(sink.bytes().equals(body));
  });

  test(`${transport}: a handshake that does not end is given up after ten seconds, unsent (D4)`, async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { origin } = await rawServer(context, [{ bytes: '' }]);
    const url = origin.replace('http:', 'https:');
    const asked = open()(get(url, { timeoutSeconds: 60 }));
    await turns(2);
    context.mock.timers.tick(11_000);
    await assert.rejects(asked, {
      name: 'ConnectionFailed',
      message: /no connection in 10 s$/,
      sent: false,
    });
  });
}

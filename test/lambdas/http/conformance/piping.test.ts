import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pipeBody } from '../../../../lambdas/http/body.ts';
import type { Sink } from '../../../../lambdas/http/http.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, TRANSPORTS, turns } from '../both-transports.ts';
import { gatedSink, memorySink } from '../memory-sink.ts';

/** A body is piped into a sink as fast as there is room, to its end, or fails. */

const identity = trustedIdentity();
const MIB = 1024 ** 2;

const withLength = (body: Buffer) => [Buffer.from(head(`content-length: ${body.length}`)), body];

for (const [transport, open] of TRANSPORTS)
  for (const secure of [undefined, identity]) {
    const way = `${transport}, ${secure ? 'https' : 'http'}:`;

    test(`${way} nothing is read while there is no room, and the rest once there is`, async (context) => {
      const body = Buffer.alloc(24 * MIB, 'abc');
      const server = await rawServer(context, [{ bytes: withLength(body) }], secure);
      const { body: stream } = await open()(get(server.origin));
      const { sink, open: openSink } = gatedSink();
      const piped = pipeBody(stream, sink);
      await turns(300);
      assert(server.waitingBytes() > 8 * MIB, `${server.waitingBytes()} bytes wait`);
      assert.equal(sink.bytes().length, 1);
      openSink();
      await piped;
      assert(sink.bytes().equals(body));
    });

    test(`${way} a sink that pauses after each room gets every byte`, async (context) => {
      const body = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));
      const server = await rawServer(context, [{ bytes: withLength(body) }], secure);
      const sink = memorySink({ roomBytes: 999, pause: 'after each room' });
      await pipeBody((await open()(get(server.origin))).body, sink);
      assert(sink.bytes().equals(body));
    });

    test(`${way} an error of the sink is thrown unchanged, and the body is destroyed`, async (context) => {
      const bytes = `${head('content-length: 6')}hello`;
      const server = await rawServer(context, [{ bytes }], secure);
      const refusal = new Error('not like that');
      const refuse = () => {
        throw refusal;
      };
      const { body } = await open()(get(server.origin));
      await assert.rejects(
        pipeBody(body, { ...memorySink({ roomBytes: 9 }), filled: refuse }),
        refusal,
      );
      if (!body.destroyed) await new Promise((resolve) => void body.on('close', resolve));
    });

    test(`${way} an error while it waits for room is thrown unchanged`, async (context) => {
      const server = await rawServer(context, [{ bytes: withLength(Buffer.alloc(5)) }], secure);
      const refusal = new Error('the upload failed');
      const sink: Sink = { room: () => null, filled() {}, whenRoom: () => Promise.reject(refusal) };
      await assert.rejects(pipeBody((await open()(get(server.origin))).body, sink), refusal);
    });

    test(`${way} a body that is destroyed while it is piped counts as cut short`, async (context) => {
      const bytes = head('content-length: 5');
      const server = await rawServer(context, [{ bytes }], secure);
      const { body } = await open()(get(server.origin));
      const piped = pipeBody(body, memorySink({ roomBytes: 9 }));
      body.destroy();
      await assert.rejects(piped, {
        name: 'ConnectionFailed',
        message: 'the answer was cut short',
      });
    });

    test(`${way} a byte behind a long body is detected where it arrives with the end (D1)`, async (context) => {
      const bytes = [Buffer.from(head('content-length: 300000')), Buffer.alloc(300_001, 'a')];
      const { origin } = await rawServer(context, [{ bytes }], secure);
      const { body } = await open()(get(origin));
      await assert.rejects(pipeBody(body, memorySink({ roomBytes: 1_000_000 })), {
        name: 'ConnectionFailed',
        sent: true,
      });
    });

    for (const roomBytes of [1, 2, 4])
      test(`${way} a byte behind a body is detected in rooms of ${roomBytes} bytes (D1)`, async (context) => {
        const bytes = `${head('content-length: 4')}`;
        const { origin } = await rawServer(
          context,
          [{ bytes: [Buffer.from(bytes), Buffer.from('abcd!')] }],
          secure,
        );
        const { body } = await open()(get(origin));
        await assert.rejects(pipeBody(body, memorySink({ roomBytes })), {
          name: 'ConnectionFailed',
        });
      });

    test(`${way} gzip is piped unchanged`, async (context) => {
      const zipped = gzipSync('hello');
      const start = head('content-encoding: gzip', `content-length: ${zipped.length}`);
      const server = await rawServer(context, [{ bytes: [Buffer.from(start), zipped] }], secure);
      const { body, headers } = await open()(get(server.origin));
      const sink = memorySink({ roomBytes: 100 });
      await pipeBody(body, sink);
      assert.equal(headers['content-encoding'], 'gzip');
      assert(sink.bytes().equals(zipped));
    });
  }

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { httpFor } from '../../../../lambdas/http/http-for.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { get, head, turns } from '../both-transports.ts';

const body = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7) % 253));
const answer = { bytes: [Buffer.from(head(`content-length: ${body.length}`)), body] };
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('read as a stream its chunks are those of the body, and keep their bytes', async (context) => {
  const { origin } = await rawServer(context, [answer]);
  const chunks: Buffer[] = [];
  for await (const chunk of (await httpFor('direct')(get(origin))).body) chunks.push(chunk);
  assert.equal(sumOf(Buffer.concat(chunks)), sumOf(body));
});

test('a slow reader of the stream gets every byte', async (context) => {
  const { origin } = await rawServer(context, [answer]);
  const hash = createHash('sha256');
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk, _, done) {
      hash.update(chunk);
      setImmediate(done);
    },
  });
  await pipeline((await httpFor('direct')(get(origin))).body, slow);
  assert.equal(hash.digest('hex'), sumOf(body));
});

test('a stream that nobody reads reads nothing', async (context) => {
  const large = {
    bytes: [Buffer.from(head('content-length: 24000000')), Buffer.alloc(24_000_000)],
  };
  const { origin, waitingBytes } = await rawServer(context, [large]);
  const { body: unread } = await httpFor('direct')(get(origin));
  await turns(300);
  assert(waitingBytes() > 8_000_000, `${waitingBytes()} bytes wait`);
  assert.equal(unread.readableLength, 0);
  unread.destroy();
});

test('a connection that breaks while nobody reads fails the next read', async (context) => {
  const reset = { bytes: `${head('content-length: 9')}hello`, ends: 'reset' } as const;
  const { origin } = await rawServer(context, [reset]);
  const { body: unread } = await httpFor('direct')(get(origin));
  await turns(20);
  await assert.rejects(unread.toArray(), { name: 'ConnectionFailed', sent: true });
});

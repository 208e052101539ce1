import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { pipeBody } from '../../../../lambdas/http/body.ts';
import type { Http } from '../../../../lambdas/http/http.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, TRANSPORTS } from '../both-transports.ts';
import { memorySink } from '../memory-sink.ts';

/** However an answer is framed, and wherever the network cuts it, its body arrives byte for byte. */

const identity = trustedIdentity();

const chunk = (content: Buffer) =>
  Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')]);

/** Cuts bytes at these places. */
function pieces(bytes: Buffer, places: number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length));
}

const chunked = (body: Buffer, places: number[]) =>
  Buffer.concat([
    Buffer.from(head('transfer-encoding: chunked')),
    ...pieces(body, places)
      .filter((content) => content.length > 0)
      .map(chunk),
    Buffer.from('0\r\n\r\n'),
  ]);
const withLength = (body: Buffer) =>
  Buffer.concat([Buffer.from(head(`content-length: ${body.length}`)), body]);

/** One server for many answers, each asked for once. */
async function asker(context: TestContext, http: Http, secure?: typeof identity) {
  const answers: RawAnswer[] = [];
  const { origin } = await rawServer(context, answers, secure);
  return async (bytes: Buffer[], roomBytes: number, pause: 'none' | 'after each room' = 'none') => {
    answers.push({ bytes });
    const sink = memorySink({ roomBytes, pause });
    await pipeBody((await http(get(origin))).body, sink);
    return sink.bytes();
  };
}

const body = Buffer.from('{"id":"1"}\r\n0\r\n\r\n{"id":"ä"}\n');
const small: [string, Buffer][] = [
  ['a length', withLength(body)],
  ['chunks', chunked(body, [0, 1, 12, 20])],
];
for (const [transport, open] of TRANSPORTS)
  for (const [framing, bytes] of small)
    test(`${transport}: an answer with ${framing} may be cut anywhere`, async (context) => {
      const ask = await asker(context, open());
      for (let at = 0; at <= bytes.length; at += 1)
        assert((await ask(pieces(bytes, [at]), 5)).equals(body), `cut at ${at}`);
    });

for (const [transport, open] of TRANSPORTS)
  for (const [framing, bytes] of small)
    test(`${transport}: an answer with ${framing} that is closed at any place is not taken for whole (D1)`, async (context) => {
      const answers: RawAnswer[] = [];
      const { origin } = await rawServer(context, answers);
      for (let at = 0; at < bytes.length; at += 1) {
        answers.push({ bytes: bytes.subarray(0, at), ends: 'closed' });
        const read = async () => (await open()(get(origin))).body.toArray();
        await assert.rejects(read(), `closed at ${at}`);
      }
    });

for (const [transport, open] of TRANSPORTS)
  for (const secure of [undefined, identity])
    test(`${transport}, ${secure ? 'https' : 'http'}: a body arrives byte for byte`, async (context) => {
      const ask = await asker(context, open(), secure);
      const places = fc.array(fc.nat(200_000), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 300 }),
          fc.integer({ min: 0, max: 400 }),
          fc.option(places, { nil: undefined }),
          places,
          fc.integer({ min: 1, max: 70_000 }),
          fc.constantFrom('none', 'after each room'),
          async (seed, times, chunks, cuts, roomBytes, pause) => {
            const content = Buffer.concat(Array.from({ length: times }, () => seed));
            const bytes = chunks ? chunked(content, chunks) : withLength(content);
            const room = Math.max(roomBytes, Math.ceil(content.length / 50));
            assert((await ask(pieces(bytes, cuts), room, pause)).equals(content));
          },
        ),
        { numRuns: 100 },
      );
    });

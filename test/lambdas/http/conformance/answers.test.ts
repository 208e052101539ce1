import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { get, head, READERS, TRANSPORTS } from '../both-transports.ts';
import { checkOutcome, cutsOf, expectedOf, outcomeOf } from './answer-case.ts';
import { brokenBodies } from './broken-bodies.ts';
import { brokenHeads } from './broken-heads.ts';
import { bodies, heads } from './valid-answers.ts';

/**
 * Every transport reads the same from any answer, over http and https, as a stream and piped,
 * in the segments of the case and byte by byte. What may differ, the case says, and why.
 */

const identity = trustedIdentity();

for (const [transport, open] of TRANSPORTS)
  for (const secure of [undefined, identity])
    for (const answerCase of [...bodies, ...heads, ...brokenBodies, ...brokenHeads])
      test(`${answerCase.what}, over ${transport} ${secure ? 'https' : 'http'}`, async (context) => {
        const http = open();
        for (const [how, read] of READERS)
          for (const [cut, answer] of cutsOf(answerCase, secure !== undefined)) {
            const { origin } = await rawServer(context, [answer], secure);
            const expected = expectedOf(answerCase, transport);
            checkOutcome(await outcomeOf(http, origin, read), expected, `${how}, ${cut}`);
          }
      });

/** Both transports read the same status and headers, and no others. */

for (const [transport, open] of TRANSPORTS)
  test(`${transport}: headers are in lower case, a repeated one is joined, and there is no other`, async (context) => {
    const twice = ['X-Word: a', 'X-WORD: b', 'set-cookie: c', 'set-cookie: d'];
    const bytes = head('Content-Length: 0', ...twice, 'etag: e', 'etag: f');
    const { origin } = await rawServer(context, [{ bytes }]);
    const { status, headers, body } = await open()(get(origin));
    body.resume();
    assert.equal(status, 200);
    const expected = { 'x-word': 'a, b', 'set-cookie': 'c, d', etag: 'e' };
    assert.deepEqual(headers, { 'content-length': '0', ...expected });
  });

const name = fc.constantFrom(
  ...['Content-Type', 'location', 'ETag', 'Set-Cookie', 'x-word', 'Retry-After', 'Link', 'Expires'],
  ...['constructor', "x!#$%&'*+-.^_`|~9", 'cookie', 'server', 'vary', 'age'],
);
const value = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .map((code) => (code === 0x7f ? '\t' : String.fromCharCode(code))),
  maxLength: 12,
});

test('both transports read the same status and headers', async (context) => {
  const answers: RawAnswer[] = [];
  const { origin } = await rawServer(context, answers);
  const [standard, direct] = TRANSPORTS.map(([, open]) => open());
  const read = async (http: typeof standard, bytes: Buffer) => {
    answers.push({ bytes });
    const response = await http?.(get(origin));
    await response?.body.toArray();
    return [response?.status, response?.headers];
  };
  const headers = fc.array(fc.tuple(name, value), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 599 }), headers, async (status, lines) => {
      const start = head('content-length: 0', ...lines.map(([key, word]) => `${key}:${word}`));
      const bytes = Buffer.from(start.replace('200', `${status}`), 'latin1');
      assert.deepEqual(await read(direct, bytes), await read(standard, bytes));
    }),
    { numRuns: 200 },
  );
});

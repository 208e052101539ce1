import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { get, head, PATHS } from '../both-paths.ts';

/** Both transports read the same status and headers, and no others. */

for (const [transport, open] of PATHS)
  test(`${transport}: headers come in lower case, one that is sent twice as one, and no other`, async (context) => {
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

test('both paths read the same status and headers', async (context) => {
  const answers: RawAnswer[] = [];
  const { origin } = await rawServer(context, answers);
  const [standard, direct] = PATHS.map(([, open]) => open());
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

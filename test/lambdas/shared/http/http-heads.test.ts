import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { rawServer } from '../../../fakes/raw-server.ts';
import { get, head, PATHS } from './both-paths.ts';

for (const [path, open] of PATHS) {
  test(`${path}: headers come in lower case, one that is sent twice as one`, async (context) => {
    const twice = ['X-Word: a', 'X-WORD: b', 'set-cookie: c', 'set-cookie: d'];
    const bytes = head('Content-Length: 0', ...twice, 'etag: e', 'etag: f');
    const { origin } = await rawServer(context, [{ bytes }]);
    const { status, headers, body } = await open()(get(origin));
    body.resume();
    assert.equal(status, 200);
    const expected = { 'x-word': 'a, b', 'set-cookie': 'c, d', etag: 'e' };
    assert.deepEqual(headers, { 'content-length': '0', ...expected });
  });

  test(`${path}: a head of 50 KB is read`, async (context) => {
    const bytes = head('content-length: 0', `x-long: ${'a'.repeat(50_000)}`);
    const { origin } = await rawServer(context, [{ bytes }]);
    const { headers, body } = await open()(get(origin));
    body.resume();
    assert.equal(headers['x-long']?.length, 50_000);
  });

  for (const status of [200, 206, 301, 307, 401, 403, 404, 410, 429, 500, 503])
    test(`${path}: ${status} is an answer as any, with its body`, async (context) => {
      const start = head('content-length: 2', 'location: /a').replace('200 OK', `${status}`);
      const { origin } = await rawServer(context, [{ bytes: `${start}hi` }]);
      const response = await open()(get(origin));
      assert.equal(response.status, status);
      assert.deepEqual(await response.body.toArray(), [Buffer.from('hi')]);
    });
}

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
  const [general, direct] = PATHS.map(([, open]) => open());
  const read = async (http: typeof general, bytes: Buffer) => {
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
      assert.deepEqual(await read(direct, bytes), await read(general, bytes));
    }),
    { numRuns: 200 },
  );
});

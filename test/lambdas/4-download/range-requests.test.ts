import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SMALL_MIB } from '../../fakes/builders.ts';
import { downloadLong, longContent, type Part, partOf } from './long-file-world.ts';

/** What a server may answer to a request for the rest of a file. */

const CONTENT = longContent();

test('401 to a range request: a new token, and again from the same byte (D17)', async () => {
  const done = await downloadLong((request, nth) =>
    nth === 2 ? { status: 401 } : partOf(CONTENT, request),
  );
  assert.equal(done.end, 'done');
  assert.ok(done.stored?.equals(CONTENT));
  const [, refused, again] = done.requests.map(({ headers }) => headers);
  assert.match(refused?.range ?? '', /^bytes=[1-9]\d+-$/);
  assert.deepEqual([again?.range, again?.['if-range']], [refused?.range, refused?.['if-range']]);
  assert.deepEqual(
    [refused?.authorization, again?.authorization],
    ['Bearer test-1', 'Bearer test-2'],
  );
});

const lineEnd = CONTENT.lastIndexOf('\n', CONTENT.length - 2) + 1;
/** Whether it ends before the time is up. */
const isLast = ({ body }: Part) => (body?.length ?? 0) < 8 * SMALL_MIB;

/** The rest without its last line, as a valid range. */
function shortened({ body = Buffer.alloc(0), ...part }: Part): Part {
  const from = CONTENT.length - body.length;
  const range = `bytes ${from}-${lineEnd - 1}/${CONTENT.length}`;
  const headers = { ...part.headers, 'content-range': range };
  return { ...part, headers, body: body.subarray(0, lineEnd - from) };
}

test('a range that ends before the file does, even at a line, is not taken for the rest (D15)', async () => {
  let strikes = 0;
  const done = await downloadLong((request) => {
    const part = partOf(CONTENT, request);
    if (part.status !== 206 || strikes > 0 || !isLast(part)) return part;
    strikes += 1;
    return shortened(part);
  });
  assert.deepEqual([strikes, done.end, done.openUploads], [1, 'done', 0]);
  assert.ok(done.stored?.equals(CONTENT));
});

test('a server that always sends less than the rest fails the file (D15)', async () => {
  const done = await downloadLong((request) => {
    const part = partOf(CONTENT, request);
    return part.status === 206 ? shortened(part) : part;
  });
  assert.notEqual(done.end, 'done');
  assert.notEqual(done.end, 'continue', `${done.calls} calls, ${done.requests.length} requests`);
  assert.equal(done.stored, undefined);
});

test('a server that ignores the range sends the file from its beginning, and it lands whole (D15)', async () => {
  const done = await downloadLong(() => partOf(CONTENT, { ...REQUEST, headers: {} }));
  assert.ok(done.stored?.equals(CONTENT));
  assert.ok(done.calls > 1);
});

test('416 does not end the file: nothing is taken for complete (D15)', async () => {
  const done = await downloadLong((request, nth) =>
    nth === 2 ? { status: 416 } : partOf(CONTENT, request),
  );
  assert.equal(done.end === 'done', done.stored?.equals(CONTENT) ?? false);
});

for (const [what, length] of [
  ['has become shorter than what is stored', CONTENT.indexOf('\n') + 1],
  ['has become empty', 0],
] as const)
  test(`a file that ${what} is restarted, and lands as it is then (D16)`, async () => {
    const later = CONTENT.subarray(0, length);
    const done = await downloadLong((request, nth) =>
      nth === 1 ? partOf(CONTENT, request) : partOf(later, request, '"2"'),
    );
    assert.deepEqual([done.end, done.openUploads], ['done', 0]);
    assert.ok(done.stored?.equals(later), `${done.stored?.length} bytes`);
  });

test('a file that changes with each request is restarted, but not for ever (D16)', async () => {
  const contents = [longContent('a'), longContent('b'), longContent('c'), longContent('d')];
  const done = await downloadLong((request, nth) =>
    partOf(contents[nth % contents.length] ?? CONTENT, request, `"${nth}"`),
  );
  assert.notEqual(done.end, 'continue', `${done.calls} calls, ${done.requests.length} requests`);
  assert.notEqual(done.end, 'done');
  assert.equal(done.stored, undefined);
});

const REQUEST = { method: 'GET', url: '', private: false, timeoutSeconds: 1 } as const;

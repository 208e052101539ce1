import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOneUpStatus } from '../../../../lambdas/dialects/one-up/status.ts';

const read = (status: number, body: unknown) =>
  readOneUpStatus({
    status,
    headers: {},
    text: typeof body === 'string' ? body : JSON.stringify(body),
    url: 'https://analytics.example/job/1',
  });
const malformed = { name: 'StatusMalformed' };
const batches = { running: 1, complete: 2, failed: 3, total: 6 };

for (const status of [200, 202])
  test(`the body’s status decides, even with ${status} (1up 6, P1)`, () => {
    assert.deepEqual(read(status, { status: 'In Progress' }), { kind: 'running' });
    assert.deepEqual(read(status, { status: 'in progress' }), { kind: 'running' });
    assert.deepEqual(read(status, { status: 'Successful' }), { kind: 'complete' });
    assert.deepEqual(read(status, { status: 'SUCCESSFUL' }), { kind: 'complete' });
    assert.equal(read(status, { status: 'Failed' }).kind, 'failed');
  });

test('the counters of a running job are read if they are well-formed', () => {
  const status = 'In Progress';
  assert.deepEqual(read(200, { status, resourceCount: 15, batches }), {
    kind: 'running',
    resourceCount: 15,
    batches,
  });
  for (const wrong of [{ resourceCount: -1 }, { resourceCount: 'many' }, { batches: {} }])
    assert.deepEqual(read(200, { status, ...wrong }), { kind: 'running' });
});

test('the reason of a failed job is the number of failed batches (P9)', () => {
  const failed = (body: object) => read(200, { status: 'Failed', ...body });
  assert.deepEqual(failed({ batches }), { kind: 'failed', reason: '3 of 6 batches failed' });
  assert.deepEqual(failed({ message: 'marker' }), {
    kind: 'failed',
    reason: 'it does not say why',
  });
});

test('without a status in the body, 202 is running, and 200 with an output is complete', () => {
  assert.deepEqual(read(202, ''), { kind: 'running' });
  assert.deepEqual(read(202, ' \n'), { kind: 'running' });
  assert.deepEqual(read(202, { resourceCount: 7 }), { kind: 'running', resourceCount: 7 });
  assert.deepEqual(read(202, { output: [] }), { kind: 'running' });
  assert.deepEqual(read(200, { output: [] }), { kind: 'complete' });
});

const wrong: [string, number, unknown][] = [
  ['nothing with 200', 200, ''],
  ['JSON that is cut (P7)', 200, '{"status":"Successful","output":['],
  ['a login page (P8)', 200, '<html><body>marker</body></html>'],
  ['a login page with 202', 202, '<html>marker</html>'],
  ['a list', 200, []],
  ['null', 200, 'null'],
  ['no output and no status (P9)', 200, {}],
  ['a status nobody knows', 200, { status: 'marker' }],
  ['a status that is no text', 200, { status: 7, output: [] }],
];
for (const [what, status, body] of wrong)
  test(`${what} is StatusMalformed, and never an empty export`, () => {
    assert.throws(() => read(status, body), malformed);
    assert.throws(
      () => read(status, body),
      (error: Error) => !error.message.includes('marker'),
    );
  });

test('a 5xx, or a request that was too slow or too early, is transient unless the body says Failed (P4)', () => {
  for (const status of [408, 421, 425, 429, 499, 500, 501, 502, 522]) {
    for (const body of ['<html>', '', { status: 'In Progress' }, { output: [] }])
      assert.deepEqual(read(status, body), { kind: 'transient', reason: `it answered ${status}` });
    assert.equal(read(status, { status: 'Failed' }).kind, 'failed');
  }
});

test('"Successful" with failed batches is a failure, as data would silently be missing', () => {
  const body = { status: 'Successful', output: [], batches };
  assert.deepEqual(read(200, body), { kind: 'failed', reason: '3 of 6 batches failed' });
});

test('an undocumented status is running with 202, and refused with 200', () => {
  assert.equal(read(202, { status: 'Queued' }).kind, 'running');
  assert.throws(() => read(200, { status: 'Queued' }), malformed);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { PlannedFile } from '../../../lambdas/lake/plan-records.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { fetchWorld } from './fetch-world.ts';
import { patients } from './files.ts';

const body = patients('a', 'b');
const zipped = gzipSync(body);
const gzip = { 'content-encoding': 'gzip' };

const failures: [string, Scripted, Partial<PlannedFile>, string][] = [
  ['truncated (D1)', { body, cut: true }, {}, 'FileTruncated'],
  ['truncated before its first byte (D1)', { body: '', cut: true }, {}, 'FileTruncated'],
  [
    'gzip truncated in its content (D1)',
    { headers: gzip, body: zipped.subarray(0, 30) },
    {},
    'FileTruncated',
  ],
  [
    'gzip without its trailer (D1)',
    { headers: gzip, body: zipped.subarray(0, -8) },
    {},
    'FileTruncated',
  ],
  ['gzip by its header only (D6)', { headers: gzip, body }, {}, 'FileTruncated'],
  [
    'gzip, and the connection broke after it',
    { headers: gzip, body: zipped, cut: true },
    {},
    'FileTruncated',
  ],
  ['gzip without a header that says so (D6)', { body: zipped }, {}, 'LineRefused'],
  ['without anything that proves its end (D2)', { body, unframed: true }, {}, 'UnverifiableLength'],
  ['shorter than promised (D9)', { body }, { count: 3 }, 'FileTruncated'],
  ['longer than promised (D9)', { body }, { count: 1 }, 'FileTruncated'],
  ['empty where lines were promised (D19)', { body: '' }, { count: 1 }, 'FileTruncated'],
  ['of other bytes than promised (v4 fileSize)', { body }, { promisedBytes: 1 }, 'FileTruncated'],
  ['empty where bytes were promised', { body: '' }, { promisedBytes: 1 }, 'FileTruncated'],
  [
    'gzip of neither size that was promised',
    { headers: gzip, body: zipped },
    { promisedBytes: body.length - 1 },
    'FileTruncated',
  ],
  [
    'not encoded, and promised as if it were',
    { body },
    { promisedBytes: zipped.length },
    'FileTruncated',
  ],
  ['of another type (D10)', { body }, { type: 'Condition' }, 'LineRefused'],
  [
    'a login page (D7)',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    {},
    'FileNotNdjson',
  ],
  ['a login page as text (D8)', { body: '<html>marker</html>' }, {}, 'LineRefused'],
  ['an outcome with 200 (D8)', { body: '{"resourceType":"OperationOutcome"}' }, {}, 'LineRefused'],
  ['missing', { status: 404 }, {}, 'FileRefused'],
  ['forbidden (D18)', { status: 403 }, {}, 'CredentialRefused'],
  ['throttled (D21)', { status: 429 }, {}, 'ServerBusy'],
  ['behind a server that is down', 'refused', {}, 'ServerUnavailable'],
  ['behind a server that hangs up', 'lost', {}, 'ServerUnavailable'],
];
for (const [what, answer, changes, name] of failures)
  test(`a file that is ${what} is ${name}`, async () => {
    const { fetch, storage } = fetchWorld(answer, changes);
    await assert.rejects(fetch(), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.deepEqual(await storage.openUploads(''), []);
  });

test('a count alone proves that a file is complete (D2)', async () => {
  const { fetch } = fetchWorld({ body, unframed: true }, { count: 2 });
  assert.equal((await fetch()).lines, 2);
});

test('nothing is stored of a truncated file (D1)', async () => {
  const { fetch, stored } = fetchWorld({ body, cut: true });
  await assert.rejects(fetch());
  assert.equal(stored(), undefined);
});

test('a wrong count is reported in numbers (D9)', async () => {
  const { fetch } = fetchWorld({ body }, { count: 3 });
  await assert.rejects(fetch(), { message: 'the file has 2 lines, the manifest promised 3' });
});

test('a wrong size is reported in numbers (v4 fileSize)', async () => {
  const { fetch } = fetchWorld({ body }, { promisedBytes: 1 });
  const message = `the file has ${body.length} bytes, the manifest promised 1`;
  await assert.rejects(fetch(), { message });
});

test('fileSize may be that of a file before it was encoded, or after: v4 does not say', async () => {
  for (const promisedBytes of [body.length, zipped.length]) {
    const { fetch } = fetchWorld({ headers: gzip, body: zipped }, { promisedBytes });
    assert.equal((await fetch()).bytes, body.length);
  }
  const plain = fetchWorld({ body }, { promisedBytes: body.length });
  assert.equal((await plain.fetch()).bytes, body.length);
});

test('a file of 0 bytes that was promised as such is complete (D19)', async () => {
  assert.equal((await fetchWorld({ body: '' }, { promisedBytes: 0 }).fetch()).bytes, 0);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { aText, attachmentWorld, binary, settled } from './attachment-world.ts';

const pdf = { headers: { 'content-type': 'application/pdf' } };

test('an attachment lands as it is, measured, and requested by its declared type', async () => {
  const { line, bytes, http } = await settled(aText('hello'));
  assert.equal(bytes, 'hello');
  const checksum = `sha256:${createHash('sha256').update('hello').digest('hex')}`;
  assert.partialDeepStrictEqual(line, { outcome: 'stored', bytes: 5, checksum, reason: null });
  assert.deepEqual([line?.size_agrees, line?.hash_agrees], [null, null]);
  assert.partialDeepStrictEqual(http.requests[0]?.headers, {
    ...{ accept: 'text/plain', client_id: 'test-client' },
  });
});

test('no credential is sent if files need none (rules 3, 6)', async () => {
  const world = await attachmentWorld([aText('hello')], { requiresAccessToken: false });
  await world.download();
  assert.equal(world.stored(1), 'hello');
  assert.doesNotMatch(JSON.stringify(world.http.requests[0]?.headers), /test-client|test-word/);
});

test('the declared size and SHA-1 are compared, and a difference is no failure', async () => {
  const owner = { owner: 'DocumentReference/1', nth: 1 };
  const sha1 = createHash('sha1').update('hello').digest('base64');
  for (const [size, hash, agree] of [
    [5, sha1, true],
    [6, 'AAAA', false],
  ] as const) {
    const { line } = await settled(aText('hello'), { owners: [{ ...owner, size, hash }] });
    const { outcome, size_agrees, hash_agrees } = line ?? {};
    assert.deepEqual([outcome, size_agrees, hash_agrees], ['stored', agree, agree]);
  }
});

test('a gzip answer lands decoded', async () => {
  const headers = { 'content-type': 'text/plain', 'content-encoding': 'gzip' };
  assert.equal((await settled({ headers, body: gzipSync('hello') })).bytes, 'hello');
});

for (const [what, answer, changes] of [
  ['a FHIR Binary', binary(), {}],
  ['a FHIR Binary, whatever was declared', binary(), { contentType: 'text/rtf' }],
  ['a FHIR Binary with line breaks', binary({ data: 'aGVs\n bG8=\n' }), {}],
  ['a generic type', { ...aText('hello'), headers: { 'content-type': 'binary/octet-stream' } }, {}],
  ['no type', { body: 'hello' }, {}],
  ['another type that is wanted', { ...pdf, body: 'hello' }, {}],
  ['a type that was not declared', aText('hello'), { contentType: null }],
] as const)
  test(`${what} is accepted, and stored as its bytes`, async () => {
    const { line, bytes } = await settled(answer, changes);
    assert.deepEqual([line?.outcome, bytes], ['stored', 'hello']);
  });

test('if nothing else proves the end, the declared size does (D2)', async () => {
  const unframed = { ...aText('hello'), unframed: true };
  const owners = (size: number) => [{ owner: 'DocumentReference/1', nth: 1, size, hash: null }];
  assert.equal((await settled(unframed, { owners: owners(5) })).line?.outcome, 'stored');
  assert.equal((await settled(unframed, { owners: owners(6) })).line?.outcome, 'failed');
});

test('a type that was not declared and is not wanted is no failure', async () => {
  const { line, http } = await settled(
    { headers: { 'content-type': 'image/png' }, body: 'x' },
    { contentType: null },
  );
  assert.partialDeepStrictEqual(line, { outcome: 'unwanted', content_type: 'image/png' });
  assert.equal(http.requests[0]?.headers.accept, 'text/*, application/pdf');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { aFile } from '../../fakes/builders.ts';
import { crc32cOf } from '../../fakes/crc32c-of.ts';
import { fetchWorld } from './fetch-world.ts';
import { aFileOf, patient, patients } from './files.ts';

const receiptOf = (text: string, lines: number) => ({
  index: 1,
  type: 'Patient',
  key: aFile().key,
  bytes: Buffer.byteLength(text),
  lines,
  checksum: `crc32c:${Buffer.from(crc32cOf(Buffer.from(text)), 'base64').toString('hex')}`,
});

test('a file is stored byte for byte, and its receipt says what is there', async () => {
  const { fetch, stored } = fetchWorld(aFileOf('a', 'ä'));
  const text = patients('a', 'ä');
  assert.deepEqual(await fetch(), receiptOf(text, 2));
  assert.equal(stored()?.toString(), text);
});

test('an empty file is an empty object (D19)', async () => {
  const { fetch, stored } = fetchWorld({ body: '' }, { count: 0 });
  assert.deepEqual(await fetch(), receiptOf('', 0));
  assert.equal(stored()?.length, 0);
});

test('gzip that is named is undone, and its content stored (D6)', async () => {
  const text = patients('a', 'b');
  const headers = { 'content-encoding': 'gzip' };
  const body = gzipSync(text);
  const world = fetchWorld({ headers, body, unframed: true });
  assert.deepEqual(await world.fetch(), { ...receiptOf(text, 2), encodedBytes: body.length });
  assert.equal(world.stored()?.toString(), text);
});

test('a file is asked for unencoded, with the credential where the manifest wants one', async () => {
  const { fetch, http } = fetchWorld(aFileOf('a'));
  await fetch();
  const { accept, client_id, ...headers } = http.requests[0]?.headers ?? {};
  assert.deepEqual([accept, client_id], ['application/fhir+ndjson, */*;q=0.5', 'test-client']);
  assert.equal(headers['accept-encoding'], 'identity');
  const open = fetchWorld(aFileOf('a'), {}, false);
  await open.fetch();
  assert.deepEqual(Object.keys(open.http.requests[0]?.headers ?? {}), [
    'accept',
    'accept-encoding',
  ]);
});

test('a file of several parts is one object of the same bytes, also where lines cross parts', async () => {
  const line = JSON.stringify({ resourceType: 'Patient', id: 'a', text: 'ä'.repeat(700_000) });
  const bytes = Buffer.from(`${line}\n`.repeat(25));
  const chunks = Array.from({ length: Math.ceil(bytes.length / 65_521) }, (_, i) =>
    bytes.subarray(i * 65_521, (i + 1) * 65_521),
  );
  const { fetch, stored } = fetchWorld({ body: chunks });
  assert.deepEqual(await fetch(), receiptOf(bytes.toString(), 25));
  assert(stored()?.equals(bytes));
});

test('a file that turns bad after its first part leaves no upload open (S2)', async () => {
  const good = Buffer.from(`${patient('a')}\n`.repeat(500_000));
  const { fetch, stored, storage } = fetchWorld({ body: [good, good, Buffer.from('marker\n')] });
  await assert.rejects(fetch(), {
    name: 'FileNotNdjson',
    message: /^line 1000001 at byte 36000000 /,
  });
  assert.equal(stored(), undefined);
  assert.deepEqual(await storage.openUploads(''), []);
});

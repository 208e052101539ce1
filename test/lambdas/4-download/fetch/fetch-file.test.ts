import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { aFile } from '../../../fakes/builders.ts';
import { crc32cOf } from '../../../fakes/memory-storage.ts';
import { fetchWorld } from '../fetch-world.ts';
import { aFileOf, patient, patients } from '../files.ts';

const checksumOf = (bytes: Buffer) =>
  `crc32c:${Buffer.from(crc32cOf(bytes), 'base64').toString('hex')}`;

function receiptOf(text: string, lines: number, stored = Buffer.from(text), suffix = '') {
  const object = { key: `${aFile().key}${suffix}`, bytes: stored.length, lines };
  return {
    ...{ kind: 'landed', index: 1, type: 'Patient' },
    objects: [{ ...object, checksum: checksumOf(stored) }],
    ...{ bytes: Buffer.byteLength(text), lines },
  };
}

test('a file is stored byte for byte, and its receipt describes it', async () => {
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

for (const compress of ['none', 'zstd'] as const)
  test(`gzip is stored raw, and its content is verified, at ${compress} (rule 43, D6)`, async () => {
    const text = patients('a', 'b');
    const body = gzipSync(text);
    for (const name of ['gzip', 'x-gzip', 'GZIP']) {
      const headers = { 'content-encoding': name };
      const world = fetchWorld({ headers, body, unframed: true }, {}, { compress });
      const receipt = { ...receiptOf(text, 2, body, '.gz'), encodedBytes: body.length };
      assert.deepEqual(await world.fetch(), receipt);
      assert.ok(world.stored('.gz')?.equals(body));
      assert.equal(world.storage.objects.size, 1);
    }
  });

test('an encoding that was not requested is refused by its name (D6)', async () => {
  for (const name of ['br', 'deflate', 'zstd', 'gzip, gzip']) {
    const { fetch, storage } = fetchWorld({
      ...aFileOf('a'),
      headers: { 'content-encoding': name },
    });
    const message = `the server encodes as ${name}, and was asked for gzip or nothing`;
    await assert.rejects(fetch(), { name: 'FileRefused', message });
    assert.equal(storage.objects.size, 0);
  }
});

test('a file is requested as gzip, with the credential if the manifest requires it (rule 43)', async () => {
  const { fetch, http } = fetchWorld(aFileOf('a'));
  await fetch();
  const { accept, client_id, ...headers } = http.requests[0]?.headers ?? {};
  assert.deepEqual([accept, client_id], ['application/fhir+ndjson, */*;q=0.5', 'test-client']);
  assert.equal(headers['accept-encoding'], 'gzip');
  const open = fetchWorld(aFileOf('a'), {}, { requiresAccessToken: false });
  await open.fetch();
  assert.deepEqual(Object.keys(open.http.requests[0]?.headers ?? {}), [
    'accept',
    'accept-encoding',
  ]);
});

test('a file of several parts is one object of the same bytes, even if lines cross parts', async () => {
  const line = JSON.stringify({ resourceType: 'Patient', id: 'a', text: 'ä'.repeat(6000) });
  const bytes = Buffer.from(`${line}\n`.repeat(25));
  const chunks = Array.from({ length: Math.ceil(bytes.length / 511) }, (_, i) =>
    bytes.subarray(i * 511, (i + 1) * 511),
  );
  const { fetch, stored } = fetchWorld({ body: chunks });
  assert.deepEqual(await fetch(), receiptOf(bytes.toString(), 25));
  assert(stored()?.equals(bytes));
});

test('a file that is invalid after its first part leaves no upload open (S2)', async () => {
  const good = Buffer.from(`${patient('a')}\n`.repeat(4000));
  const { fetch, stored, storage } = fetchWorld({ body: [good, good, Buffer.from('marker\n')] });
  await assert.rejects(fetch(), {
    name: 'LineRefused',
    message: /^line 8001 at byte 288000 /,
  });
  assert.equal(stored(), undefined);
  assert.deepEqual(await storage.openUploads(''), []);
});

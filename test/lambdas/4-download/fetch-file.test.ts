import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fetchFile } from '../../../lambdas/4-download/fetch-file.ts';
import type { PlannedFile } from '../../../lambdas/shared/records/export-records.ts';
import { fhirServer } from '../../../lambdas/shared/server/fhir-server.ts';
import { aFile, aSource } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { aFileOf, FILE, patient, patients } from './files.ts';

function fetchWorld(answer: Scripted, changes: Partial<PlannedFile> = {}, requiresAccessToken = true) {
  const deps = stepDeps({ routes: { [FILE]: answer } });
  const server = fhirServer(aSource(), deps.authenticators('acme', aSource()), deps.http);
  const file = aFile(changes);
  const { storage } = deps;
  return {
    ...deps,
    fetch: () => fetchFile(file, { server, storage, requiresAccessToken }),
    stored: () => storage.objects.get(file.key)?.body,
  };
}

const receiptOf = (text: string, lines: number) => ({
  index: 1,
  type: 'Patient',
  key: aFile().key,
  bytes: Buffer.byteLength(text),
  lines,
  checksum: `sha256:${createHash('sha256').update(text).digest('hex')}`,
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
  const world = fetchWorld({ headers, body: gzipSync(text), unframed: true });
  assert.deepEqual(await world.fetch(), receiptOf(text, 2));
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
  assert.deepEqual(Object.keys(open.http.requests[0]?.headers ?? {}), ['accept', 'accept-encoding']);
});

const body = patients('a', 'b');
const zipped = gzipSync(body);
const gzip = { 'content-encoding': 'gzip' };

const failures: [string, Scripted, Partial<PlannedFile>, string][] = [
  ['cut (D1)', { body, cut: true }, {}, 'FileTruncated'],
  ['cut before its first byte (D1)', { body: '', cut: true }, {}, 'FileTruncated'],
  ['gzip cut in its content (D1)', { headers: gzip, body: zipped.subarray(0, 30) }, {}, 'FileTruncated'],
  ['gzip without its trailer (D1)', { headers: gzip, body: zipped.subarray(0, -8) }, {}, 'FileTruncated'],
  ['gzip by its header only (D6)', { headers: gzip, body }, {}, 'FileTruncated'],
  ['gzip behind which the connection broke', { headers: gzip, body: zipped, cut: true }, {}, 'FileTruncated'],
  ['gzip nobody named (D6)', { body: zipped }, {}, 'FileNotNdjson'],
  ['without an end to prove (D2)', { body, unframed: true }, {}, 'UnverifiableLength'],
  ['shorter than promised (D9)', { body }, { count: 3 }, 'FileTruncated'],
  ['longer than promised (D9)', { body }, { count: 1 }, 'FileTruncated'],
  ['empty where lines were promised (D19)', { body: '' }, { count: 1 }, 'FileTruncated'],
  ['of another type (D10)', { body }, { type: 'Condition' }, 'FileNotNdjson'],
  ['a login page (D7)', { headers: { 'content-type': 'text/html' }, body: '<html>' }, {}, 'FileNotNdjson'],
  ['a login page as text (D8)', { body: '<html>marker</html>' }, {}, 'FileNotNdjson'],
  ['an outcome with 200 (D8)', { body: '{"resourceType":"OperationOutcome"}' }, {}, 'FileNotNdjson'],
  ['not there', { status: 404 }, {}, 'FileRefused'],
  ['forbidden (D18)', { status: 403 }, {}, 'CredentialRefused'],
  ['too much to ask for (D21)', { status: 429 }, {}, 'ServerBusy'],
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

test('a count alone proves a file whole (D2)', async () => {
  const { fetch } = fetchWorld({ body, unframed: true }, { count: 2 });
  assert.equal((await fetch()).lines, 2);
});

test('nothing is stored of a file that is cut (D1)', async () => {
  const { fetch, stored } = fetchWorld({ body, cut: true });
  await assert.rejects(fetch());
  assert.equal(stored(), undefined);
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
  await assert.rejects(fetch(), { name: 'FileNotNdjson', message: /^line 1000001 at byte 36000000 / });
  assert.equal(stored(), undefined);
  assert.deepEqual(await storage.openUploads(''), []);
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bearerLogin } from '../../../local/servers/auth/login.ts';
import {
  assertStored,
  binaries,
  fetched,
  indexed,
  openAttachmentsWorld,
  PDFS,
  TEXTS,
  TYPES,
  withOutcome,
} from './attachments-world.ts';
import { assertLanded, OPEN_ORIGIN } from './hl7-world.ts';

const ALL = { mimeTypes: ['text/*', 'application/pdf'] };

test('no attachment is requested by default', async () => {
  const world = await openAttachmentsWorld({});
  assertLanded(world, await world.run('hl7', { types: TYPES }), ['Patient']);
  assert.deepEqual(fetched(world), []);
  assert.deepEqual(await indexed(world), {});
  await world.close();
});

for (const links of ['absolute', 'relative'] as const)
  test(`attachments by ${links} URL land byte for byte beside their index (rule 47)`, async () => {
    const world = await openAttachmentsWorld({ attachments: ALL, documents: { links } });
    const result = await world.run('hl7', { types: TYPES });
    assertLanded(world, result, ['Patient']);
    await assertStored(world, result, [...PDFS, ...TEXTS]);
    const { 'bin-1': row, 'doc-0': inline } = await indexed(world);
    assert.partialDeepStrictEqual(row, {
      ...{
        owner: 'DocumentReference/doc-1',
        nth: 1,
        url: 'https://fhir.example/fhir/Binary/bin-1',
      },
      ...{ declared_type: 'application/pdf', content_type: 'application/pdf' },
      ...{ size_agrees: true, hash_agrees: true, reason: null },
    });
    assert.match(String(row?.key), /^fhir\/attachments\/.*\/content\/00002$/);
    assert.partialDeepStrictEqual(inline, { outcome: 'inline', key: null, url: null });
    await world.close();
  });

test('only attachments of the configured MIME types are requested, each with its type', async () => {
  const world = await openAttachmentsWorld({ attachments: { mimeTypes: ['text/*'] } });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, TEXTS);
  assert.deepEqual(withOutcome(await indexed(world), 'unwanted'), PDFS);
  assert.deepEqual(fetched(world).sort(), TEXTS);
  for (const { headers } of binaries(world.server.requests))
    assert.equal(headers.accept, 'text/plain');
  await world.close();
});

for (const requiresAccessToken of [true, false])
  test(`requiresAccessToken ${requiresAccessToken} decides whether attachments get the token (rules 3, 6)`, async () => {
    const world = await openAttachmentsWorld({
      attachments: ALL,
      server: { login: bearerLogin('test-token'), requiresAccessToken },
      source: { auth: { kind: 'static-bearer', secret: 'hl7' } },
      secrets: { hl7: JSON.stringify({ token: 'test-token' }) },
    });
    const result = await world.run('hl7', { types: TYPES });
    await assertStored(world, result, [...PDFS, ...TEXTS]);
    const tokens = binaries(world.server.requests).map(({ headers }) => headers.authorization);
    const expected = requiresAccessToken ? 'Bearer test-token' : undefined;
    assert.deepEqual([...new Set(tokens)], [expected]);
    for (const { url } of Object.values(await indexed(world)))
      assert.doesNotMatch(String(url), /signature/);
    await world.close();
  });

test('an origin for files only never gets the token, whatever the flag (rules 4, 6)', async () => {
  const world = await openAttachmentsWorld({
    attachments: ALL,
    documents: { origin: () => OPEN_ORIGIN },
    server: { login: bearerLogin('test-token') },
    source: { auth: { kind: 'static-bearer', secret: 'hl7' } },
    secrets: { hl7: JSON.stringify({ token: 'test-token' }) },
  });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, []);
  assert.equal(withOutcome(await indexed(world), 'failed').length, 8);
  for (const { headers } of binaries(world.server.requests))
    assert.equal(headers.authorization, undefined);
  await world.close();
});

test('pages that are published one by one end in one batch of attachments (rule 37)', async () => {
  const world = await openAttachmentsWorld({
    attachments: ALL,
    server: { linesPerFile: 4, filesPerPage: 2, partialManifests: true },
    source: { bulkData: { version: 'v3', allowPartialManifests: true } },
  });
  const result = await world.run('hl7', { types: TYPES });
  await assertStored(world, result, [...PDFS, ...TEXTS]);
  const paths = world.server.requests.map(({ url }) => url.pathname);
  const first = paths.findIndex((path) => path.includes('/Binary/'));
  assert.ok(paths.slice(first).every((path) => !path.includes('/files/')));
  assert.deepEqual(fetched(world).sort(), [...PDFS, ...TEXTS].sort());
  await world.close();
});

test('no link is in a state, however many attachments there are (F1)', async () => {
  const world = await openAttachmentsWorld({ attachments: ALL, documents: { count: 400 } });
  const result = await world.run('hl7', { types: TYPES });
  assert.equal(result.error, null);
  assert.equal(Object.keys(await indexed(world)).length, 400);
  const measured = world.laptop.measured(result.exportId);
  assert.ok((measured?.largestPayloadBytes ?? Number.NaN) < 2048, JSON.stringify(measured));
  const histories = join(world.lake, '.sluice', 'histories');
  const states = readdirSync(histories).map((name) => readFileSync(join(histories, name), 'utf8'));
  assert.match(states.join(''), /units-attachments\.json/);
  assert.doesNotMatch(states.join(''), /https:|bin-|doc-/);
  await world.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFile, BASE_URL, STATUS_URL } from '../../fakes/builders.ts';
import { aFileOf } from './files.ts';
import { files, linksWorld, MANIFEST, manifestOf, NEW, OLD } from './links-world.ts';

/** Links that the server refuses: only the manifest tells whether they have expired or the file is gone (M15, D18). */

const renewed = { [MANIFEST]: manifestOf(NEW, 1), ...files(NEW, 1, aFileOf('a')) };

for (const status of [400, 401, 403, 404, 410])
  test(`after ${status} the manifest is read again, and the same entry is fetched by its new link (M15, D18)`, async () => {
    const routes = { ...renewed, ...files(OLD, 1, { status }) };
    const { download, asked, storage } = await linksWorld({ routes });
    assert.equal((await download()).kind, 'done');
    // After a 401 the request is repeated with a new credential, which client headers do not have.
    assert.deepEqual([...new Set(asked())], [`${OLD}/1`, STATUS_URL, `${NEW}/1`]);
    const landed = [...storage.objects.keys()].filter((key) => key.startsWith('fhir/'));
    assert.equal(landed.length, 1);
  });

for (const [status, name] of [
  [404, 'FileRefused'],
  [403, 'CredentialRefused'],
] as const)
  test(`if the link is unchanged, the server’s ${status} is the error (M15)`, async () => {
    const routes = { [MANIFEST]: manifestOf(OLD, 1), ...files(OLD, 1, { status }) };
    const { download, asked } = await linksWorld({ routes });
    await assert.rejects(download(), { name });
    assert.deepEqual(asked(), [`${OLD}/1`, STATUS_URL]);
  });

for (const status of [401, 403])
  test(`a link that needs no credential and is refused with ${status} is FileRefused (M15)`, async () => {
    const same = manifestOf(OLD, 1, { requiresAccessToken: false });
    const { download } = await linksWorld({
      routes: { [MANIFEST]: same, ...files(OLD, 1, { status }) },
      unit: { requiresAccessToken: false },
    });
    await assert.rejects(download(), { name: 'FileRefused', message: /link/ });
  });

test('the manifest is read again once: if the new link is refused, too, the file fails (M15)', async () => {
  const routes = {
    ...renewed,
    ...files(OLD, 1, { status: 403 }),
    ...files(NEW, 1, { status: 404 }),
  };
  const { download, asked } = await linksWorld({ routes });
  await assert.rejects(download(), { name: 'FileRefused' });
  assert.deepEqual(asked(), [`${OLD}/1`, STATUS_URL, `${NEW}/1`]);
});

test('after one refusal, the other files of the page come by their new links (rule 45)', async () => {
  const routes = {
    [MANIFEST]: manifestOf(NEW, 3),
    ...files(OLD, 3, { status: 403 }),
    ...files(NEW, 3, aFileOf('a')),
  };
  const { download, asked } = await linksWorld({ routes, count: 3 });
  await download();
  assert.deepEqual(asked(), [`${OLD}/1`, STATUS_URL, `${NEW}/1`, `${NEW}/2`, `${NEW}/3`]);
});

test('a relative link is resolved against its page (rule 45, M4)', async () => {
  const output = [{ type: 'Patient', url: 'files/1' }];
  const link = `${BASE_URL}/$export/job/files/1`;
  const routes = {
    [MANIFEST]: manifestOf(NEW, 1, { output }),
    ...files(OLD, 1, { status: 404 }),
    [`GET ${link}`]: aFileOf('a'),
  };
  const { download, asked } = await linksWorld({ routes });
  await download();
  assert.equal(asked().at(-1), link);
});

test('a partial manifest of a running job gives new links as well (rule 45, rule 37)', async () => {
  const routes = {
    ...renewed,
    [MANIFEST]: { ...manifestOf(NEW, 1), status: 202 },
    ...files(OLD, 1, { status: 410 }),
  };
  const { download } = await linksWorld({ routes });
  assert.equal((await download()).kind, 'done');
});

const others: [string, object][] = [
  ['another transactionTime', { transactionTime: '2026-11-22T02:59:00.001Z' }],
  ['another requiresAccessToken', { requiresAccessToken: false }],
  ['another type', { output: [{ type: 'Claim', url: `${NEW}/1` }] }],
  ['a count', { output: [{ type: 'Patient', url: `${NEW}/1`, count: 7 }] }],
  ['no such entry', { output: [] }],
  ['the file in another list', { output: [], deleted: [{ url: `${NEW}/1` }] }],
];
for (const [what, changes] of others)
  test(`a manifest that, read again, has ${what} is not trusted (M15, rule 37)`, async () => {
    const routes = { [MANIFEST]: manifestOf(NEW, 1, changes), ...files(OLD, 1, { status: 404 }) };
    const { download, asked } = await linksWorld({ routes });
    await assert.rejects(download(), { name: 'ManifestRefused', message: /read again/ });
    assert.deepEqual(asked(), [`${OLD}/1`, STATUS_URL]);
  });

test('the entry of a file is found in its own list (M15)', async () => {
  const outcome = { type: 'OperationOutcome', url: `${NEW}/outcome` };
  const routes = {
    [MANIFEST]: manifestOf(NEW, 1, { error: [outcome] }),
    ...files(OLD, 1, { status: 410 }),
    [`GET ${NEW}/outcome`]: { body: '{"resourceType":"OperationOutcome","issue":[]}' },
  };
  const listed = aFile({ list: 'outcome', type: 'bulk_outcome', url: `${OLD}/1` });
  const { download, asked } = await linksWorld({ routes, unit: { files: [listed] } });
  assert.equal((await download()).kind, 'done');
  assert.equal(asked().at(-1), `${NEW}/outcome`);
});

test('a new link to an origin that the source does not name is not followed (M15)', async () => {
  const elsewhere = manifestOf('https://elsewhere.example', 1);
  const routes = { [MANIFEST]: elsewhere, ...files(OLD, 1, { status: 404 }) };
  const { download } = await linksWorld({ routes });
  await assert.rejects(download(), { name: 'LinkRefused' });
});

test('a manifest that answered the kick-off cannot be read again: the refusal is the error', async () => {
  const { download, asked } = await linksWorld({
    routes: files(OLD, 1, { status: 404 }),
    unit: { pages: [] },
  });
  await assert.rejects(download(), { name: 'FileRefused' });
  assert.deepEqual(asked(), [`${OLD}/1`]);
});

test('a truncated file says nothing about its link: the manifest is not read again', async () => {
  const cut = { ...aFileOf('a'), cut: true };
  const { download, asked } = await linksWorld({
    routes: { [`GET ${OLD}/1`]: [cut, aFileOf('a')] },
  });
  await download();
  assert.deepEqual(asked(), [`${OLD}/1`, `${OLD}/1`]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys, scopeKeys } from '../../../../lambdas/lake/keys.ts';
import { EXPORT_ID, keys } from '../../../fakes/builders.ts';
import { aPage, commitAt, pageUrl, publicationWorld, ROOT } from './publication-world.ts';

const notModified = { status: 304, headers: { etag: '"1"' } };
const UNCHANGED = { kind: 'unchanged', lastExportId: 'acme-0' };
const LAST_TIME = { transactionTime: '2026-11-21T00:00:00Z' };

test('nothing new is a good end: told, and with the lease free again', async () => {
  const world = await publicationWorld({ '': notModified }, commitAt(ROOT, '"1"'));
  assert.deepEqual(await world.start(), UNCHANGED);
  assert.equal(world.http.requests[0]?.headers['if-none-match'], '"1"');
  assert.equal(await world.storage.read(keys.job), undefined);
  const lease = await world.storage.read(scopeKeys('acme', world.scope).lease);
  assert.deepEqual(JSON.parse(lease?.text ?? ''), { kind: 'free', lastExportId: EXPORT_ID });
  const detail = { exportId: EXPORT_ID, source: 'acme', lastExportId: 'acme-0' };
  assert.deepEqual(world.log.lines, [
    { level: 'info', event: 'kick-off.unchanged', fields: detail },
  ]);
  assert.deepEqual(world.announcer.announcements, [{ detailType: 'Export unchanged', detail }]);
});

const idle: [string, string, Parameters<typeof publicationWorld>[0]][] = [
  ['a chain not modified', 'stub', { stub: notModified }],
  ['a chain still pending, whatever its time', 'stub', { stub: aPage('#pending') }],
  ['a root of the same time', '', { '': aPage(undefined, LAST_TIME) }],
  [
    'a root of the same time in another zone',
    '',
    { '': aPage(undefined, { transactionTime: '2026-11-21T01:00:00+01:00' }) },
  ],
];
for (const [what, page, pages] of idle)
  test(`${what} is unchanged`, async () => {
    const last = commitAt(page ? pageUrl(page) : ROOT, '"1"');
    assert.deepEqual(await (await publicationWorld(pages, last)).start(), UNCHANGED);
  });

test('a root of several pages is unchanged where it is the same page, without any ETag', async () => {
  const root = aPage('page-2');
  const world = await publicationWorld({ '': root }, commitAt(ROOT));
  await world.storage.put(exportKeys('acme-0').manifestPage(1), String(root.body));
  assert.deepEqual(await world.start(), UNCHANGED);
});

test('a root of the same time that has got a chain is taken, or its increments would be missed', async () => {
  const pages = { '': aPage('stub', LAST_TIME), stub: aPage('#pending', LAST_TIME) };
  const world = await publicationWorld(pages, commitAt(ROOT));
  assert.deepEqual(await world.start(), { kind: 'complete' });
});

test('a root of a later time is taken', async () => {
  const world = await publicationWorld({ '': aPage() }, commitAt(ROOT, '"1"'));
  assert.deepEqual(await world.start(), { kind: 'complete' });
});

test('304 to a request that had no condition is no answer', async () => {
  for (const last of [undefined, commitAt(ROOT)]) {
    const world = await publicationWorld({ '': { status: 304 } }, last);
    await assert.rejects(world.start(), { name: 'NotABulkServer' });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { exportKeys, scopeKeys } from '../../../lambdas/lake/keys.ts';
import { PagesRecord } from '../../../lambdas/lake/plan-records.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import { aStart, EXECUTION_ARN, EXPORT_ID, keys, TRANSACTION_TIME } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { aPage, commitAt, pageUrl, publicationWorld, ROOT } from './publication-world.ts';

test('the first export reads all pages, and its cursor is the pending one', async () => {
  const etag = 'W/"3"';
  const world = await publicationWorld({
    '': aPage('page-2', {}, { etag: '"1"' }),
    'page-2': aPage('stub'),
    stub: aPage('#pending', { output: undefined }, { etag }),
  });
  assert.deepEqual(await world.start(), { kind: 'complete' });
  assert.deepEqual(world.asked(), ['', 'page-2', 'stub']);
  const { since, job } = await world.job();
  assert.equal(since, null);
  const publicationCursor = { root: ROOT, page: pageUrl('stub'), etag };
  assert.deepEqual(job, { kind: 'publication', publicationCursor });
  const pages = JSON.parse((await world.storage.read(keys.pages))?.text ?? '{}');
  assert.deepEqual([pages.pages.length, pages.cursor], [3, null]);
});

test('without a chain the cursor is the root, however many pages there are', async () => {
  const pages = { '': aPage('page-2', {}, { etag: '"1"' }), 'page-2': aPage() };
  const world = await publicationWorld(pages);
  await world.start();
  const publicationCursor = { root: ROOT, page: ROOT, etag: '"1"' };
  assert.deepEqual((await world.job()).job, { kind: 'publication', publicationCursor });
});

test('an increment begins after the pending page, with the time of the last commit', async () => {
  const pages = {
    stub: aPage('/fhir/update', {}, { etag: '"2"' }),
    update: aPage('#pending', {}, { etag: '"u"' }),
  };
  const world = await publicationWorld(pages, commitAt(pageUrl('stub'), '"1"'));
  assert.deepEqual(await world.start(), { kind: 'complete' });
  assert.equal(world.http.requests[0]?.headers['if-none-match'], '"1"');
  assert.equal(world.http.requests[1]?.headers['if-none-match'], undefined);
  const { since, job, lastTransactionTime } = await world.job();
  assert.deepEqual([since, lastTransactionTime], ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z']);
  const publicationCursor = { root: ROOT, page: pageUrl('update'), etag: '"u"' };
  assert.deepEqual(job, { kind: 'publication', publicationCursor });
  assert.equal((await world.storage.read(keys.manifestPage(2))) === undefined, true);
});

const root = aPage('new', {}, { etag: '"r"' });
const fresh = aPage('#pending', {}, { etag: '"n"' });
const restarted: [string, Parameters<typeof publicationWorld>[0]][] = [
  ['that is closed', { stub: aPage('#closed') }],
  ['whose last increment is closed', { stub: aPage('update'), update: aPage('#closed') }],
  ['with a 404', { stub: { status: 404 } }],
  ['with a 410', { stub: { status: 410 } }],
  ['without its link', { stub: aPage() }],
];
for (const [what, pages] of restarted)
  test(`a chain ${what} is read from the root again, as a full export`, async () => {
    const all = { ...pages, '': root, new: fresh };
    const world = await publicationWorld(all, commitAt(pageUrl('stub'), '"1"'));
    assert.deepEqual(await world.start(), { kind: 'complete' });
    assert.deepEqual(world.asked(), [...Object.keys(pages), '', 'new']);
    assert.equal(world.http.requests.at(-2)?.headers['if-none-match'], undefined);
    const { since, job } = await world.job();
    assert.equal(since, null);
    const publicationCursor = { root: ROOT, page: pageUrl('new'), etag: '"n"' };
    assert.deepEqual(job, { kind: 'publication', publicationCursor });
    assert.ok(world.log.lines.some(({ event }) => event === 'kick-off.chain-closed'));
  });

test('at another address, or without a cursor, it is a first export', async () => {
  const moved = commitAt(pageUrl('stub'), '"1"', 'https://hl7.example/old/$bulk-publish');
  const { publicationCursor: _, ...without } = moved;
  for (const last of [moved, without]) {
    const world = await publicationWorld({ '': root, new: fresh }, last);
    await world.start();
    assert.deepEqual(world.asked(), ['', 'new']);
    assert.equal((await world.job()).since, null);
  }
});

test('a full export reads all pages, whatever the cursor is', async () => {
  const last = commitAt(ROOT, '"r"');
  const world = await publicationWorld({ '': root, new: fresh }, last, { mode: 'full' });
  assert.deepEqual(await world.start(), { kind: 'complete' });
  assert.equal(world.http.requests[0]?.headers['if-none-match'], undefined);
});

test('a second call reads the job and sends nothing (K10)', async () => {
  const world = await publicationWorld({ '': aPage() });
  const result = await world.start();
  assert.deepEqual(await world.start(), result);
  assert.deepEqual(world.asked(), ['']);
  assert.equal((await world.job()).lastTransactionTime, null);
  assert.match(
    (await world.storage.read(keys.manifestPage(1)))?.text ?? '',
    new RegExp(TRANSACTION_TIME),
  );
});

const notModified = { status: 304, headers: { etag: '"1"' } };
const UNCHANGED = { kind: 'unchanged', lastExportId: 'acme-0' };
const LAST_TIME = { transactionTime: '2026-11-21T00:00:00Z' };

test('an unchanged publication is a success: announced, and the lease is released', async () => {
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

test('without an ETag, a root of several pages is unchanged if its text is the same', async () => {
  const root = aPage('page-2');
  const world = await publicationWorld({ '': root }, commitAt(ROOT));
  await world.storage.put(exportKeys('acme-0').manifestPage(1), String(root.body));
  assert.deepEqual(await world.start(), UNCHANGED);
});

test('a root of the same time that now has a chain is read, so that its increments are not missed', async () => {
  const pages = { '': aPage('stub', LAST_TIME), stub: aPage('#pending', LAST_TIME) };
  const world = await publicationWorld(pages, commitAt(ROOT));
  assert.deepEqual(await world.start(), { kind: 'complete' });
});

test('a root of a later time is read', async () => {
  const world = await publicationWorld({ '': aPage() }, commitAt(ROOT, '"1"'));
  assert.deepEqual(await world.start(), { kind: 'complete' });
});

test('a 304 to an unconditional request is NotABulkServer', async () => {
  for (const last of [undefined, commitAt(ROOT)]) {
    const world = await publicationWorld({ '': { status: 304 } }, last);
    await assert.rejects(world.start(), { name: 'NotABulkServer' });
  }
});

const event = {
  ...{ exportId: EXPORT_ID, executionArn: EXECUTION_ARN },
  ...{ startedAt: NOW, start: aStart() },
};
type PublicationWorld = Awaited<ReturnType<typeof publicationWorld>>;

async function endsWell(world: PublicationWorld, n: number, when: 'before' | 'after') {
  const life = killedAt(n, when);
  const { http } = life({ http: world.http });
  const { storage, announcer, executions } = world;
  const lived = { http, storage: life(storage), announcer: life(announcer), executions };
  return kickOff(event, { ...world, ...lived }).then(
    () => true,
    () => false,
  );
}

for (const when of ['before', 'after'] as const) {
  test(`killed ${when} each call while a chain is read again, a retry reads all of the new one`, async () => {
    for (let n = 1; ; n += 1) {
      const world = await publicationWorld(
        {
          stub: aPage('update-1'),
          'update-1': aPage('update-2'),
          'update-2': aPage('#closed'),
          '': aPage('new'),
          new: aPage('#pending'),
        },
        commitAt(pageUrl('stub')),
      );
      const ended = await endsWell(world, n, when);
      assert.deepEqual(await world.start(), { kind: 'complete' });
      const { pages, cursor } = await readRecord(keys.pages, PagesRecord, world.storage);
      assert.deepEqual([pages.map(({ url }) => url), cursor], [[ROOT, pageUrl('new')], null]);
      assert.equal((await world.job()).since, null);
      if (ended) return;
    }
  });

  test(`killed ${when} each call of an unchanged publication, a retry is unchanged too`, async () => {
    for (let n = 1; ; n += 1) {
      const world = await publicationWorld({ '': { status: 304 } }, commitAt(ROOT, '"1"'));
      const ended = await endsWell(world, n, when);
      assert.equal((await world.start()).kind, 'unchanged');
      if (ended) return;
    }
  });
}

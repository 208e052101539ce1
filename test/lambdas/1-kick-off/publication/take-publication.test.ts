import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys, TRANSACTION_TIME } from '../../../fakes/builders.ts';
import { aPage, commitAt, pageUrl, publicationWorld, ROOT } from './publication-world.ts';

test('the first export takes all pages, and remembers the one that is still pending', async () => {
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

test('without a chain the root is remembered, however many pages there are', async () => {
  const pages = { '': aPage('page-2', {}, { etag: '"1"' }), 'page-2': aPage() };
  const world = await publicationWorld(pages);
  await world.start();
  const publicationCursor = { root: ROOT, page: ROOT, etag: '"1"' };
  assert.deepEqual((await world.job()).job, { kind: 'publication', publicationCursor });
});

test('an increment begins after the page that was pending, and since the last commit', async () => {
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
const anew: [string, Parameters<typeof publicationWorld>[0]][] = [
  ['that is closed', { stub: aPage('#closed') }],
  ['whose last increment is closed', { stub: aPage('update'), update: aPage('#closed') }],
  ['that is gone', { stub: { status: 404 } }],
  ['that is gone for good', { stub: { status: 410 } }],
  ['that has lost its link', { stub: aPage() }],
];
for (const [what, pages] of anew)
  test(`a chain ${what} is begun anew from the root, as a full export`, async () => {
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

test('at another address it is another publication, and where none was remembered it is the first', async () => {
  const moved = commitAt(pageUrl('stub'), '"1"', 'https://hl7.example/old/$bulk-publish');
  const { publicationCursor: _, ...without } = moved;
  for (const last of [moved, without]) {
    const world = await publicationWorld({ '': root, new: fresh }, last);
    await world.start();
    assert.deepEqual(world.asked(), ['', 'new']);
    assert.equal((await world.job()).since, null);
  }
});

test('a full export asks for all of it, whatever was remembered', async () => {
  const last = commitAt(ROOT, '"r"');
  const world = await publicationWorld({ '': root, new: fresh }, last, { mode: 'full' });
  assert.deepEqual(await world.start(), { kind: 'complete' });
  assert.equal(world.http.requests[0]?.headers['if-none-match'], undefined);
});

test('a second call reads the job and asks for nothing (K10)', async () => {
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

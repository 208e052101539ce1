import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { anHl7Source, aPage, pageUrl, pollWorld } from './poll-world.ts';

/** A job that runs and serves what is ready (rule 37). */

const source = anHl7Source({ allowPartialManifests: true });
const NEXT = `GET ${pageUrl(2)}`;
const partial = (page: number, next?: string): Scripted => ({
  status: 202,
  body: aPage(page, next),
});
const done = (page: number, next?: string): Scripted => ({ body: aPage(page, next) });

const worldOf = (first: Scripted[], second: Scripted[] = []) =>
  pollWorld(first, { source, routes: { [NEXT]: second }, ageSeconds: 100 });

test('a page that is ready while the job runs is `partial` until it is planned (rule 37)', async () => {
  const { poll, text } = await worldOf([partial(1)]);
  assert.deepEqual(await poll(0), { kind: 'partial', waitSeconds: 10 });
  assert.equal(await text(keys.manifestPage(1)), aPage(1));
  assert.deepEqual(await poll(0), { kind: 'partial', waitSeconds: 10 });
  assert.deepEqual(await poll(1), { kind: 'running', waitSeconds: 10 });
});

test('a page that gains a link is followed (rule 37)', async () => {
  const { poll, urls } = await worldOf([partial(1), partial(1, pageUrl(2))], [partial(2)]);
  await poll(0);
  assert.deepEqual(await poll(1), { kind: 'partial', waitSeconds: 10 });
  assert.deepEqual(urls(), [1, 1, 2].map(pageUrl));
  assert.deepEqual(await poll(2), { kind: 'running', waitSeconds: 10 });
  assert.deepEqual(urls().slice(3), [pageUrl(2)]);
});

test('a next page that is not ready is waited for, and the first one is planned (rule 37)', async () => {
  const { poll, urls } = await worldOf(
    [partial(1, pageUrl(2))],
    [{ status: 202 }, { status: 202, headers: { 'retry-after': '50' } }, done(2)],
  );
  assert.deepEqual(await poll(0), { kind: 'partial', waitSeconds: 10 });
  assert.deepEqual(await poll(1), { kind: 'running', waitSeconds: 50 });
  assert.deepEqual(await poll(1), { kind: 'complete' });
  assert.deepEqual(urls(), [1, 2, 2, 2].map(pageUrl));
});

test('a last page that turns from 202 to 200 is the last one (rule 37)', async () => {
  const { poll, json } = await worldOf([partial(1), done(1)]);
  await poll(0);
  assert.deepEqual(await poll(1), { kind: 'complete' });
  const pages = [{ url: STATUS_URL, expires: null }];
  assert.deepEqual(await json(keys.pages), { pages, cursor: null });
});

test('an error at the next page is the same as at the status (rule 37)', async () => {
  const wrong: [Scripted, string][] = [
    [{ status: 404 }, 'ServerJobGone'],
    [{ status: 400, body: '{}' }, 'ServerJobFailed'],
  ];
  for (const [answer, name] of wrong) {
    const { poll } = await worldOf([partial(1, pageUrl(2))], [answer]);
    await assert.rejects(poll(0), { name });
  }
  const { poll, json } = await worldOf([partial(1, pageUrl(2))], [{ status: 502 }]);
  assert.equal((await poll(0)).kind, 'partial');
  assert.match((await json(keys.progress)).unanswered.reason, /502/);
});

test('a 429 at the next page is a wait, and the first one is planned (P3)', async () => {
  const { poll } = await worldOf([partial(1, pageUrl(2))], [{ status: 429 }]);
  assert.deepEqual(await poll(0), { kind: 'partial', waitSeconds: 20 });
});

test('fresh links of a page replace the old ones (rule 37)', async () => {
  const entry = { type: 'Patient', url: 'https://files.example/1.ndjson?fresh' };
  const body = aPage(1, undefined, { output: [entry] });
  const { poll, text } = await worldOf([partial(1), { body }]);
  await poll(0);
  assert.deepEqual(await poll(1), { kind: 'complete' });
  assert.equal(await text(keys.manifestPage(1)), body);
});

const file = { type: 'Patient', url: 'https://files.example/1.ndjson' };
const changes: [string, object[]][] = [
  ['gains a file', [file, { ...file, url: 'https://files.example/x.ndjson' }]],
  ['loses a file', []],
  ['lists another type', [{ ...file, type: 'Condition' }]],
  ['promises another count', [{ ...file, count: 7 }]],
];
for (const [what, output] of changes)
  test(`a page that ${what} is refused, as it may be planned already (rule 37)`, async () => {
    const changed: Scripted = { status: 202, body: aPage(1, undefined, { output }) };
    const { poll, text } = await worldOf([partial(1), changed]);
    await poll(0);
    const message = 'a page of the manifest, read again, lists other files';
    await assert.rejects(poll(1), { name: 'ManifestRefused', message });
    assert.equal(await text(keys.manifestPage(1)), aPage(1));
  });

for (const [field, change] of [
  ['transactionTime', { transactionTime: '2026-11-22T02:59:01.000Z' }],
  ['requiresAccessToken', { requiresAccessToken: false }],
] as const)
  test(`a page with another ${field} is refused, since files are landed with it (rule 37)`, async () => {
    const changed: Scripted = { body: aPage(1, undefined, change) };
    const { poll, text } = await worldOf([partial(1), changed]);
    await poll(0);
    const message = `a page of the manifest, read again, has another ${field}`;
    await assert.rejects(poll(1), { name: 'ManifestRefused', message });
    assert.equal(await text(keys.manifestPage(1)), aPage(1));
  });

test('a manifest in a 202 is ignored without allowPartialManifests (P11)', async () => {
  const world = await pollWorld([partial(1), done(1)], { source: anHl7Source() });
  assert.equal((await world.poll()).kind, 'running');
  assert.equal(world.has(keys.pages), false);
  assert.deepEqual(await world.poll(), { kind: 'complete' });
});

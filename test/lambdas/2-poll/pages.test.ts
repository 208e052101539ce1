import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../lambdas/2-poll/poll.ts';
import { aJob, BASE_URL, keys, STATUS_URL } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import type { Routes } from '../../fakes/scripted-http.ts';
import { anEvent, anHl7Source, aPage, pageServer, pageUrl, pollWorld } from './poll-world.ts';

/** A finished job whose manifest comes in pages (M9, rule 37). */

const source = anHl7Source({ allowPartialManifests: true });
const worldOf = (routes: Routes) => pollWorld({}, { source, routes });

test('pages are followed to the end in one call, and stored unchanged (M9)', async () => {
  const { poll, text, urls } = await worldOf(pageServer(3));
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.deepEqual(urls(), [1, 2, 3].map(pageUrl));
  assert.equal(await text(keys.manifestPage(2)), aPage(2, pageUrl(3)));
  assert.equal(await text(keys.manifestPage(3)), aPage(3));
});

test('pages are stored with their URLs, and that these are all (M9)', async () => {
  const { poll, json } = await worldOf(pageServer(2));
  await poll();
  const pages = [1, 2].map((page) => ({ url: pageUrl(page), expires: null }));
  assert.deepEqual(await json(keys.pages), { pages, cursor: null });
});

test('a job that has all its pages is not asked again (M9)', async () => {
  const { poll, http } = await worldOf(pageServer(2));
  await poll();
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.equal(http.requests.length, 2);
});

test('a next link is relative to its page (M4)', async () => {
  const { poll, urls } = await pollWorld(
    { body: aPage(1, '1/pages/2') },
    { source, routes: { [`GET ${pageUrl(2)}`]: { body: aPage(2) } } },
  );
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.equal(urls()[1], pageUrl(2));
});

test('if the first page answered the kick-off, Poll begins with the second (M9)', async () => {
  const manifestUrl = `${BASE_URL}/$export`;
  const job = aJob({ job: { kind: 'complete', manifestUrl } });
  const { poll, storage, urls } = await pollWorld({}, { source, job, routes: pageServer(2) });
  const pages = [{ url: manifestUrl, expires: null }];
  await storage.put(keys.pages, JSON.stringify({ pages, cursor: pageUrl(2) }));
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.deepEqual(urls(), [pageUrl(2)]);
});

for (const [what, to] of [
  ['itself', 3],
  ['the first', 1],
  ['the second', 2],
] as const)
  test(`pages of which the last leads back to ${what} are refused (M9)`, async () => {
    const { poll, json } = await worldOf(pageServer(3, pageUrl(to)));
    const message = 'the pages of the manifest form a circle';
    await assert.rejects(poll(), { name: 'ManifestRefused', message });
    assert.equal((await json(keys.pages)).pages.length, 2);
  });

test('a thousand pages are read, and one more is refused (M9)', async () => {
  const enough = await worldOf(pageServer(1000));
  assert.deepEqual(await enough.poll(), { kind: 'complete' });
  const many = await worldOf(pageServer(1001));
  const message = 'the manifest has more than 1000 pages';
  await assert.rejects(many.poll(), { name: 'ManifestRefused', message });
  assert.equal(many.http.requests.length, 1000);
});

test('a next page on an untrusted origin is not requested (P14)', async () => {
  const { poll, http } = await worldOf(pageServer(1, 'https://evil.example/2'));
  await assert.rejects(poll(), { name: 'LinkRefused', message: /evil\.example/ });
  assert.equal(http.requests.length, 1);
});

test('the next call requests a malformed page again, and not the pages before it', async () => {
  const second = `GET ${pageUrl(2)}`;
  const routes = { ...pageServer(2), [second]: [{ body: '<html>' }, { body: aPage(2) }] };
  const { poll, urls } = await worldOf(routes);
  assert.equal((await poll()).kind, 'partial');
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.deepEqual(urls(), [1, 2, 2].map(pageUrl));
});

test('when the time of a call is nearly up, the next call continues with the next page', async () => {
  const { poll, urls, clock, progress } = await worldOf(pageServer(3));
  const short = () => 149_999;
  assert.deepEqual(await poll(0, short), { kind: 'running', waitSeconds: 1 });
  clock.advance(60);
  assert.deepEqual(await poll(0, short), { kind: 'running', waitSeconds: 1 });
  assert.equal((await progress()).unchangedSince, clock.now().toISOString());
  assert.deepEqual(await poll(0, short), { kind: 'complete' });
  assert.deepEqual(urls(), [1, 2, 3].map(pageUrl));
});

const ends: [string | undefined, string | null][] = [
  ['Sun, 22 Nov 2026 05:00:00 GMT', '2026-11-22T05:00:00.000Z'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', null],
  ['0', null],
  [undefined, null],
];
for (const [expires, kept] of ends)
  test(`an Expires of ${expires} is kept with the page as ${kept} (rule 27, M15)`, async () => {
    const headers = expires === undefined ? {} : { expires };
    const { poll, json } = await pollWorld({ headers, body: aPage(1) }, { source });
    await poll();
    const pages = [{ url: STATUS_URL, expires: kept }];
    assert.deepEqual(await json(keys.pages), { pages, cursor: null });
  });

test('200 is complete, also with a list of errors (rule 27)', async () => {
  const error = [{ type: 'OperationOutcome', url: 'https://files.example/errors.ndjson' }];
  const { poll } = await pollWorld({ body: aPage(1, undefined, { error }) }, { source });
  assert.deepEqual(await poll(), { kind: 'complete' });
});

const lifetime = () => 900_000;

for (const when of ['before', 'after'] as const)
  test(`killed ${when} each call, a poll that is retried has every page once`, async () => {
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const world = await pollWorld({}, { source, routes: pageServer(3) });
      const life = killedAt(n, when);
      const { http } = life({ http: world.http });
      const deps = { ...world, http, storage: life(world.storage) };
      const ended = await poll(anEvent, deps, lifetime).then(
        () => true,
        () => false,
      );
      if (ended) break;
      kills += 1;
      assert.deepEqual(await world.poll(), { kind: 'complete' });
      const { pages, cursor } = await world.json(keys.pages);
      assert.deepEqual(
        pages.map(({ url }: { url: string }) => url),
        [1, 2, 3].map(pageUrl),
      );
      assert.equal(cursor, null);
      assert.equal(await world.text(keys.manifestPage(3)), aPage(3));
      assert.equal(world.has(keys.manifestPage(4)), false);
    }
    assert(kills > 9, `${kills} kills`);
  });

test('killed between a page and pages.json, a retry reads and stores the page again', async () => {
  const world = await pollWorld({}, { source, routes: pageServer(2) });
  const { put } = world.storage;
  world.storage.put = async (key, ...rest) => {
    if (key === keys.pages) throw new Error('killed');
    return put(key, ...rest);
  };
  await assert.rejects(world.poll(), { message: 'killed' });
  assert(world.has(keys.manifestPage(1)) && !world.has(keys.pages));
  world.storage.put = put;
  assert.deepEqual(await world.poll(), { kind: 'complete' });
  assert.deepEqual(world.urls(), [1, 1, 2].map(pageUrl));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFiles } from '../../../lambdas/3-plan/plan-files.ts';
import {
  aManifest,
  aPlan,
  aSource,
  BASE_URL,
  keys,
  landedKey,
  STATUS_URL,
} from '../../fakes/builders.ts';
import { aPage, destination, manifestOf, NOTHING, planWorld, writtenKeys } from './plan-world.ts';

/** Pages of a manifest that come one after another (rule 37). */

const source = aSource({
  dialect: 'bulk-data',
  bulkData: { version: 'v3', allowPartialManifests: true },
});
const page = (page: number, count: number, changes: object = {}) =>
  aManifest({
    output: Array.from({ length: count }, (_, i) => ({ type: 'Patient', url: `/${page}/${i}` })),
    ...changes,
  });
const worldOf = (...pages: string[]) => planWorld(pages, {}, source);
const NEXT = `${STATUS_URL}/2`;

test('a second batch continues the numbers of files, parts and units (rule 37)', async () => {
  const { plan, json, store } = await worldOf();
  await store([page(1, 2)], { cursor: STATUS_URL });
  const first = await plan();
  assert.deepEqual(first, {
    ...{ files: 2, units: 2, unitsKey: keys.units(1), maxConcurrency: 4 },
    ...{ plannedSoFar: { pages: 1, units: 2 }, hasMorePages: true },
  });
  await store([page(1, 2), page(2, 1)]);
  assert.deepEqual(await plan(first.plannedSoFar), {
    ...{ files: 1, units: 1, unitsKey: keys.units(2), maxConcurrency: 4 },
    ...{ plannedSoFar: { pages: 2, units: 3 }, hasMorePages: false },
  });
  assert.deepEqual(await json(keys.units(2)), [{ unit: 3, unitKey: keys.unit(3) }]);
  const [file] = (await json(keys.unit(3))).files;
  assert.deepEqual(
    [file.index, file.page, file.entry, file.key],
    [3, 2, 1, landedKey('Patient', 3)],
  );
  assert.deepEqual(await json(keys.plan), aPlan({ pages: 2, files: 3, units: 3 }));
});

test('batches have the same units as one plan of all pages (rule 37)', async () => {
  const all = [page(1, 1), page(2, 0), page(3, 2), page(4, 1)];
  const { plan, store, json } = await worldOf();
  let soFar = NOTHING;
  for (const [i] of all.entries()) {
    await store(all.slice(0, i + 1), { cursor: i + 1 < all.length ? NEXT : null });
    soFar = (await plan(soFar)).plannedSoFar;
  }
  const whole = await worldOf(...all);
  await whole.plan();
  assert.deepEqual(await json(keys.plan), await whole.json(keys.plan));
  for (const unit of [1, 2, 3, 4])
    assert.deepEqual(await json(keys.unit(unit)), await whole.json(keys.unit(unit)));
});

test('the same call twice plans the same, also after more pages have come', async () => {
  const { plan, storage, store } = await worldOf();
  await store([page(1, 2)], { cursor: NEXT });
  const { plannedSoFar } = await plan();
  await store([page(1, 2), page(2, 3)]);
  const second = await plan(plannedSoFar);
  const before = new Map(storage.objects);
  assert.deepEqual(await plan(plannedSoFar), second);
  assert.deepEqual(storage.objects, before);
});

test('a job that ends without another page has an empty last batch', async () => {
  const { plan, json, store } = await worldOf();
  await store([page(1, 2)], { cursor: STATUS_URL });
  const { plannedSoFar } = await plan();
  await store([page(1, 2)]);
  const last = await plan(plannedSoFar);
  assert.deepEqual([last.files, last.units, last.hasMorePages], [0, 0, false]);
  assert.deepEqual(await json(last.unitsKey), []);
  assert.deepEqual(await json(keys.plan), aPlan({ files: 2, units: 2 }));
});

test('a unit has the pages of its files, and when their links expire (M15)', async () => {
  const { plan, json, store } = await worldOf();
  const expires = '2026-11-22T05:00:00.000Z';
  await store([page(1, 1), page(2, 1)], { expires });
  await plan();
  assert.deepEqual((await json(keys.unit(2))).pages, [{ page: 2, url: NEXT, expires }]);
});

test('a unit of a manifest that answered the kick-off has no pages (M15)', async () => {
  const job = { kind: 'complete' as const, manifestUrl: STATUS_URL };
  const { plan, json } = await planWorld(manifestOf(1), { job });
  await plan();
  assert.deepEqual((await json(keys.unit(1))).pages, []);
});

const changes: [string, object][] = [
  ['transactionTime', { transactionTime: '2026-11-22T02:58:00Z' }],
  ['requiresAccessToken', { requiresAccessToken: false }],
  ['request', { request: 'https://analytics.example/$export' }],
];
for (const [field, change] of changes)
  test(`pages that differ in ${field} are refused, and no unit is written (rule 37)`, async () => {
    const { plan, storage } = await worldOf(page(1, 1), page(2, 1, change));
    const message = `the pages of the manifest differ in ${field}`;
    await assert.rejects(plan(), { name: 'ManifestRefused', message });
    assert.deepEqual(writtenKeys(storage.objects), []);
  });

const FILES = 'https://files.example';

test('files are in the order of pages and entries; a relative link is relative to its page (rule 37, M4)', () => {
  const pages = [
    aPage(1, [{ link: 'a' }, { type: 'Condition', link: 'b' }]),
    aPage(2, [{ link: '2/a' }]),
  ];
  assert.deepEqual(
    planFiles(pages, destination).map(({ index, page, entry, url, key }) => [
      index,
      page,
      entry,
      url,
      key,
    ]),
    [
      [1, 1, 1, `${BASE_URL}/$export/job/a`, landedKey('Patient', 1)],
      [2, 1, 2, `${BASE_URL}/$export/job/b`, landedKey('Condition', 1)],
      [3, 2, 1, `${BASE_URL}/$export/job/2/a`, landedKey('Patient', 2)],
    ],
  );
});

test('fresh links do not change numbers or keys (rule 37)', () => {
  const files = (query: string) =>
    ['a', 'b'].map((name) => ({ link: `${FILES}/${name}?${query}` }));
  const pages = (query: string) => [aPage(1, files(query)), aPage(2, [{ link: `${FILES}/c` }])];
  const numbers = (query: string) =>
    planFiles(pages(query), destination).map(({ index, key }) => [index, key]);
  assert.deepEqual(numbers('fresh'), numbers('stale'));
});

test('another page does not change the files before it', () => {
  const pages = [
    aPage(1, [{ link: 'a' }]),
    aPage(2, [{ link: 'b' }, { type: 'Claim', link: 'c' }]),
  ];
  const first = planFiles(pages.slice(0, 1), destination);
  assert.deepEqual(planFiles(pages, destination).slice(0, first.length), first);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan as planStep } from '../../../lambdas/3-plan/plan.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import {
  aFile,
  aManifest,
  aPlan,
  aRequest,
  aSource,
  BASE_URL,
  EXPORT_ID,
  keys,
  landedKey,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';
import { manifestOf, NOTHING, planWorld, writtenKeys } from './plan-world.ts';

test('a manifest becomes units, their list, and a plan', async () => {
  const { plan, json, log } = await planWorld(manifestOf(2));
  assert.deepEqual(await plan(), {
    ...{ files: 2, units: 2, unitsKey: keys.units(1), maxConcurrency: 4 },
    ...{ plannedSoFar: { pages: 1, units: 2 }, hasMorePages: false },
  });
  assert.deepEqual(await json(keys.plan), aPlan({ files: 2, units: 2 }));
  assert.deepEqual(await json(keys.units(1)), [
    { unit: 1, unitKey: keys.unit(1) },
    { unit: 2, unitKey: keys.unit(2) },
  ]);
  const url = 'https://analytics.example/f/1';
  assert.deepEqual(await json(keys.unit(2)), {
    ...{ unit: 2, requiresAccessToken: true, transactionTime: TRANSACTION_TIME },
    pages: [{ page: 1, url: STATUS_URL, expires: null }],
    files: [aFile({ index: 2, entry: 2, url, key: landedKey('Patient', 2) })],
  });
  assert.deepEqual(log.lines[0]?.fields, { exportId: EXPORT_ID, files: 2, units: 2, pages: 1 });
});

test('a manifest of no files is a plan of no units (M1)', async () => {
  const { plan, json } = await planWorld(manifestOf(0));
  const { files, units, hasMorePages } = await plan();
  assert.deepEqual([files, units, hasMorePages], [0, 0, false]);
  assert.deepEqual(await json(keys.plan), aPlan({ files: 0, units: 0 }));
  assert.deepEqual(await json(keys.units(1)), []);
});

test('of 100,000 files the state machine carries a few hundred bytes (F1, M2)', async () => {
  const { plan, json } = await planWorld(manifestOf(100_000));
  const planned = await plan();
  assert.equal(planned.units, 200);
  assert(JSON.stringify(planned).length < 300);
  assert.equal((await json(keys.units(1))).length, 200);
});

test('a retry plans the same', async () => {
  const { plan, storage } = await planWorld(manifestOf(9));
  const first = await plan();
  const before = new Map(storage.objects);
  assert.deepEqual(await plan(), first);
  assert.deepEqual(storage.objects, before);
});

test('the export date is the day of transactionTime, in UTC', async () => {
  const transactionTime = '2026-11-21T23:30:00-05:00';
  const { plan, json, clock } = await planWorld(manifestOf(1, { transactionTime }));
  clock.advance(24 * 60 * 60);
  await plan();
  const { exportDate, transactionTime: kept } = await json(keys.plan);
  assert.deepEqual([exportDate, kept], ['2026-11-22', transactionTime]);
});

test('requiresAccessToken and resourceCount are planned', async () => {
  const changes = { requiresAccessToken: false, resourceCount: 15 };
  const { plan, json } = await planWorld(manifestOf(1, changes));
  await plan();
  assert.deepEqual(await json(keys.plan), aPlan(changes));
  assert.equal((await json(keys.unit(1))).requiresAccessToken, false);
});

test('links of a manifest that answered the kick-off are relative to the kick-off (M4)', async () => {
  const output = [{ type: 'Patient', url: 'a.ndjson' }];
  const job = { kind: 'complete' as const, manifestUrl: `${BASE_URL}/$export` };
  const { plan, json } = await planWorld(aManifest({ output }), { job });
  await plan();
  assert.equal((await json(keys.unit(1))).files[0].url, `${BASE_URL}/a.ndjson`);
});

test('maxConcurrency is the source’s', async () => {
  const { plan } = await planWorld(manifestOf(1), {}, aSource({ maxConcurrency: 7 }));
  assert.equal((await plan()).maxConcurrency, 7);
});

const evil = { type: 'Patient', file: 'https://evil.example/a' };
const refusals: [string, string, Partial<JobRecord>, string][] = [
  ['a foreign link (M5)', aManifest({ output: [evil] }), {}, 'LinkRefused'],
  [
    'a type that is none (M8)',
    aManifest({ output: [{ type: '../x', file: '/a' }] }),
    {},
    'ManifestRefused',
  ],
  [
    'a time in the future (M12)',
    aManifest({ transactionTime: '2027-01-01T00:00:00Z' }),
    {},
    'ManifestRefused',
  ],
  [
    'another request (M13)',
    aManifest({ request: `${BASE_URL}/Group/b/$export` }),
    {},
    'ManifestRefused',
  ],
  [
    'a type nobody asked for (M13)',
    aManifest(),
    { request: aRequest({ types: ['Condition'] }) },
    'ManifestRefused',
  ],
  ['no output (P9)', aManifest({ output: undefined }), {}, 'StatusMalformed'],
];
for (const [what, manifest, job, name] of refusals)
  test(`a manifest with ${what} is ${name}, and not one unit is written`, async () => {
    const { plan, storage } = await planWorld(manifest, job);
    await assert.rejects(plan(), { name });
    assert.deepEqual(writtenKeys(storage.objects), []);
  });

test('without a manifest there is nothing to plan', async () => {
  const { plan, storage } = await planWorld([]);
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /without a manifest/ });
  const read: typeof storage.read = async (key) =>
    key === keys.pages ? undefined : storage.read(key);
  const event = { exportId: EXPORT_ID, source: 'acme', plannedSoFar: NOTHING };
  const without = planStep(event, { ...(await planWorld([])), storage: { ...storage, read } });
  await assert.rejects(without, { name: 'RecordMissing', message: /pages\.json/ });
});

/** Manifests of the HL7 guide, from their text to the plan. */

const source = aSource({ dialect: 'bulk-data', bulkData: { version: 'v3' } });
const file = (name: string, more: object = {}) => ({
  url: `https://files.example/${name}`,
  ...more,
});

async function planned(changes: object, job: Partial<JobRecord> = {}) {
  const world = await planWorld(aManifest({ output: [], ...changes }), job, source);
  const { units } = await world.plan();
  const records = await Promise.all(
    Array.from({ length: units }, (_, i) => world.json(keys.unit(i + 1))),
  );
  return records.flatMap(({ files }) => files);
}

const typeAndPlace = (files: Awaited<ReturnType<typeof planned>>) =>
  files.map(({ type, list, entry, key }) => [type, list, entry, key.split('/')[1]]);

test('deletions and outcomes are planned apart from the output (M10, M11)', async () => {
  const files = await planned({
    output: [file('a', { type: 'Patient' })],
    deleted: [file('b', { type: 'Bundle' })],
    error: [file('c', { type: 'OperationOutcome' })],
  });
  assert.deepEqual(typeAndPlace(files), [
    ['Patient', 'output', 1, 'Patient'],
    ['bulk_deleted', 'deleted', 1, 'bulk_deleted'],
    ['bulk_outcome', 'outcome', 1, 'bulk_outcome'],
  ]);
});

test('v4 has no types there, and calls the list `outcome` (M10, M11)', async () => {
  const files = await planned({ deleted: [file('b')], outcome: [file('c'), file('d')] });
  assert.deepEqual(typeAndPlace(files), [
    ['bulk_deleted', 'deleted', 1, 'bulk_deleted'],
    ['bulk_outcome', 'outcome', 1, 'bulk_outcome'],
    ['bulk_outcome', 'outcome', 2, 'bulk_outcome'],
  ]);
});

test('organized files and their continuations are bulk_organized (rules 34, 38)', async () => {
  const job = { request: aRequest({ organizeOutputBy: 'Patient' }) };
  const output = [file('a', { continuesInFile: 'https://files.example/b' }), file('b')];
  const files = await planned({ outputOrganizedBy: 'Patient', output }, job);
  assert.deepEqual(typeAndPlace(files), [
    ['bulk_organized', 'output', 1, 'bulk_organized'],
    ['bulk_organized', 'output', 2, 'bulk_organized'],
  ]);
});

test('lists that are left out are empty (rule 33, M1)', async () => {
  assert.deepEqual(await planned({ error: undefined, deleted: null }), []);
});

const ahead = '2026-11-22T04:00:00Z';
const lastTransactionTime = '2026-11-22T02:59:30Z';
const refusedLists: [string, object, Partial<JobRecord>, string][] = [
  ['without a time (M12)', { transactionTime: undefined }, {}, 'StatusMalformed'],
  ['with a time that is not an instant (M12)', { transactionTime: 'today' }, {}, 'ManifestRefused'],
  ['with a future time (M12)', { transactionTime: ahead }, {}, 'ManifestRefused'],
  ['older than the last commit (M12)', {}, { lastTransactionTime }, 'ManifestRefused'],
  [
    'organized unasked (M16)',
    { organizeOutputBy: 'Patient', output: [file('a')] },
    {},
    'ManifestRefused',
  ],
  ['with a file of no type (M16)', { output: [file('a')] }, {}, 'ManifestRefused'],
  [
    'with a type that is a path (M8)',
    { output: [file('a', { type: '../x' })] },
    {},
    'ManifestRefused',
  ],
  [
    'with a foreign link among the outcomes (M5)',
    { error: [{ url: 'https://evil.example/a' }] },
    {},
    'LinkRefused',
  ],
];
for (const [what, changes, job, name] of refusedLists)
  test(`${what}, a manifest is ${name}, and not one unit is written`, async () => {
    const manifest = aManifest({ output: [], ...changes });
    const { plan, storage } = await planWorld(manifest, job, source);
    await assert.rejects(plan(), { name });
    assert.deepEqual(writtenKeys(storage.objects), []);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { aManifest, aRequest, aSource, keys } from '../../fakes/builders.ts';
import { papersOf, planWorld } from './plan-world.ts';

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

test('deletions and outcomes are planned, and land apart from the output (M10, M11)', async () => {
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

test('v4 names no types there, and calls errors outcomes (M10, M11)', async () => {
  const files = await planned({ deleted: [file('b')], outcome: [file('c'), file('d')] });
  assert.deepEqual(typeAndPlace(files), [
    ['bulk_deleted', 'deleted', 1, 'bulk_deleted'],
    ['bulk_outcome', 'outcome', 1, 'bulk_outcome'],
    ['bulk_outcome', 'outcome', 2, 'bulk_outcome'],
  ]);
});

test('organized files, and those that one continues in, land as bulk_organized (rules 34, 38)', async () => {
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
const refusals: [string, object, Partial<JobRecord>, string][] = [
  ['without a time (M12)', { transactionTime: undefined }, {}, 'StatusMalformed'],
  ['with a time that is none (M12)', { transactionTime: 'today' }, {}, 'ManifestRefused'],
  ['of the future (M12)', { transactionTime: ahead }, {}, 'ManifestRefused'],
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
for (const [what, changes, job, name] of refusals)
  test(`${what}, a manifest is ${name}, and not one unit is written`, async () => {
    const manifest = aManifest({ output: [], ...changes });
    const { plan, storage } = await planWorld(manifest, job, source);
    await assert.rejects(plan(), { name });
    assert.deepEqual(papersOf(storage.objects), []);
  });

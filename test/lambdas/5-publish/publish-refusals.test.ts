import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataKey, scopeKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { type PublishWorld, publishWorld } from './publish-world.ts';

const stray = (type: string) => dataKey(typePrefix(type, EXPORT_DATE, EXPORT_ID), 99);

/** Before the commit nothing is visible, decided, announced or moved (W1). */
async function assertNothingHappened({ storage, catalog, announcer, json, scope }: PublishWorld) {
  assert.equal(storage.objects.has(keys.commit), false);
  assert.equal(storage.objects.has(scopeKeys('acme', scope).lastCommit), false);
  assert.deepEqual(catalog.partitions, []);
  assert.deepEqual(announcer.announcements, []);
  assert.equal((await json(scopeKeys('acme', scope).lease)).kind, 'held');
}

const refusals: [string, (world: PublishWorld) => Promise<unknown>, string, RegExp][] = [
  [
    'an object is shorter than its receipt',
    ({ storage, objectOf }) => storage.put(objectOf(2).key, 'byte'),
    'PublishRefused',
    /has 4 bytes, its receipt 5/,
  ],
  [
    'an object lies there that no receipt names',
    ({ storage }) => storage.put(stray('Patient'), 'bytes'),
    'PublishRefused',
    /^objects without a receipt: \S*part-00099\.ndjson; delete every object that no receipt names, then resume the export$/,
  ],
  [
    'a unit has a receipt too few',
    ({ storage }) => writeRecord(keys.unitReceipts(2), { unit: 2, receipts: [] }, storage),
    'PublishRefused',
    /2 receipts for 3 files/,
  ],
  [
    'a receipt is not what this version writes',
    ({ storage }) => storage.put(keys.unitReceipts(2), '{"marker":1}'),
    'RecordInvalid',
    /unit-00002\.json is not what/,
  ],
  ['the plan is empty', ({ storage }) => storage.put(keys.plan, ''), 'RecordInvalid', /plan\.json/],
];
for (const [what, spoil, name, message] of refusals)
  test(`if ${what}, nothing is published (W1)`, async () => {
    const world = await publishWorld();
    await spoil(world);
    await assert.rejects(world.publish(), { name, message });
    await assertNothingHappened(world);
    assert.equal(world.storage.objects.has(keys.decision), false);
  });

test('if the server counted other records, nothing is published', async () => {
  const world = await publishWorld({ plan: { resourceCount: 7 } });
  await assert.rejects(world.publish(), { name: 'PublishRefused' });
  await assertNothingHappened(world);
});

test('a unit without receipts was not downloaded, and fails the publication', async () => {
  const world = await publishWorld({ plan: { units: 3 } });
  await assert.rejects(world.publish(), { name: 'RecordMissing', message: /unit-00003/ });
  await assertNothingHappened(world);
});

test('an abandoned export is not published (O7)', async () => {
  const world = await publishWorld();
  await decide(EXPORT_ID, 'abandon', world.storage);
  await assert.rejects(world.publish(), {
    name: 'ExportAbandoned',
    message: `export ${EXPORT_ID} was abandoned before it was published`,
  });
  await assertNothingHappened(world);
});

test('objects of other exports and of other types do not count', async () => {
  const world = await publishWorld();
  await world.storage.put(typePrefix('Patient', EXPORT_DATE, 'another'), 'bytes');
  await world.storage.put(stray('Immunization'), 'bytes');
  assert.equal((await world.publish()).kind, 'published');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import type { Receipt } from '../../../lambdas/lake/receipt-records.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aManifest, keys, STATUS_URL } from '../../fakes/builders.ts';
import { FAILED_ID, landed, resumedWorld } from './resumed-world.ts';

/** A resumed export whose manifest comes in pages, planned one after the other (rule 37). */

const page = (page: number, count: number) =>
  aManifest({
    output: Array.from({ length: count }, (_, i) => ({ type: 'Patient', file: `/${page}/${i}` })),
  });

/** The first page is planned, and the second one is there. */
async function secondBatch(receipts: Receipt[]) {
  const world = await resumedWorld({ receipts: [receipts] }, { manifest: [] });
  await world.store([page(1, 2)], { cursor: STATUS_URL });
  const first = await world.plan();
  await world.store([page(1, 2), page(2, 1)]);
  return { ...world, first, second: () => world.plan(first.plannedSoFar) };
}

const inheritedOf = async ({ json }: Pick<Awaited<ReturnType<typeof resumedWorld>>, 'json'>) =>
  (await json(keys.inheritedReceipts)).receipts.map(({ index }: Receipt) => index);

test('a receipt of a page that is not there yet is inherited once it is', async () => {
  const world = await secondBatch([landed(2), landed(3)]);
  assert.deepEqual([world.first.files, await inheritedOf(world)], [1, [2]]);
  assert.equal((await world.second()).files, 0);
  assert.deepEqual(await inheritedOf(world), [2, 3]);
  assert.equal((await world.json(keys.plan)).inherited, 2);
});

test('what the resumed export lands late is not inherited, where it is planned already', async () => {
  const world = await secondBatch([landed(2)]);
  const late = { unit: 2, receipts: [landed(1), landed(3)] };
  await writeRecord(exportKeys(FAILED_ID).unitReceipts(2), late, world.storage);
  assert.equal((await world.second()).files, 0);
  assert.deepEqual(await inheritedOf(world), [2, 3]);
  assert.equal((await world.json(keys.plan)).inherited, 2);
});

test('a second batch that is planned twice inherits the same', async () => {
  const { second, storage } = await secondBatch([landed(2), landed(3)]);
  const planned = await second();
  const before = new Map(storage.objects);
  assert.deepEqual(await second(), planned);
  assert.deepEqual(storage.objects, before);
});

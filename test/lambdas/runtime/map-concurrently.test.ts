import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapConcurrently } from '../../../lambdas/runtime/map-concurrently.ts';

test('results are in the order of the items, and at most 32 calls run concurrently', async () => {
  let underWay = 0;
  let most = 0;
  const items = Array.from({ length: 100 }, (_, i) => i);
  const results = await mapConcurrently(items, async (i) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turns = i % 7; turns >= 0; turns -= 1) await Promise.resolve();
    underWay -= 1;
    return i * 2;
  });
  assert.deepEqual(
    results,
    items.map((i) => i * 2),
  );
  assert.equal(most, 32);
});

test('the first failure is thrown', async () => {
  const run = async (i: number) => {
    if (i === 1) throw new Error('broken');
  };
  await assert.rejects(mapConcurrently([0, 1, 2], run), /broken/);
});

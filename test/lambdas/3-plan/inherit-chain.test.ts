import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { FAILED_ID, landed, leaveRequest, resumedWorld, resuming } from './resumed-world.ts';

/** Exports that resume one another, of which some came to no plan. */

/** Three files, planned at the end of a chain: the last resumes the first of these, and so on. */
async function planAfter(...ids: string[]) {
  const [begin = FAILED_ID] = ids;
  const world = await resumedWorld({ receipts: [[landed(1)]] }, { begin: resuming(begin) });
  let beginsBy: object = { kind: 'kick-off' };
  for (const id of ids.toReversed()) {
    await leaveRequest(beginsBy, world.storage, exportKeys(id).request);
    beginsBy = resuming(id);
  }
  return world.fetched((await world.plan()).units);
}

test('what was landed two exports before is inherited where the one between came to no plan', async () => {
  assert.deepEqual(await planAfter('acme-polled', FAILED_ID), [2, 3]);
  assert.deepEqual(await planAfter('acme-c', 'acme-b', 'acme-a', FAILED_ID), [2, 3]);
});

test('a chain of which none came to a plan has landed nothing', async () => {
  assert.deepEqual(await planAfter('acme-b', 'acme-a'), [1, 2, 3]);
});

test('a chain that runs in a circle ends', async () => {
  assert.deepEqual(await planAfter('acme-b', 'acme-a', 'acme-b'), [1, 2, 3]);
});

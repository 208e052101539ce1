import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFileOf } from '../files.ts';
import { throttledWorld, tooMany } from './throttled-world.ts';

const file = aFileOf('a');

test('an export past its deadline fails, and no longer waits (D21)', async () => {
  const world = await throttledWorld([[tooMany('30')]], { deadlineHours: 1 });
  assert.equal((await world.download()).kind, 'retry-after');
  world.clock.advance(3601);
  await assert.rejects(world.download(), { name: 'DeadlineExceeded', message: /1 hours/ });
});

test('so does one that lands file after file and does not end (F6, D14)', async () => {
  const world = await throttledWorld([[file, file, file]], { deadlineHours: 1 });
  const none = () => 0;
  assert.deepEqual(await world.download(1, {}, none), { kind: 'continue' });
  world.clock.advance(3601);
  await assert.rejects(world.download(1, {}, none), { name: 'DeadlineExceeded' });
  assert.equal(await world.receipts(), 2);
});

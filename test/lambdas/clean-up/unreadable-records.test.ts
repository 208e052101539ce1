import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdLease } from '../../../lambdas/1-kick-off/hold-lease.ts';
import { aJob, keys } from '../../fakes/builders.ts';
import { cleanUpWorld } from './clean-up-world.ts';

/** Unreadable records do not block their scope for ever. */

const ILLEGIBLE = '{"version":0}';

for (const [what, key] of [
  ['job.json', keys.job],
  ['list of pages', keys.pages],
] as const)
  test(`an export whose ${what} is unreadable is reported, and its scope is free`, async () => {
    const { storage, cleanUp, failure, lease, announcer, http } = await cleanUpWorld();
    await storage.put(key, ILLEGIBLE);
    assert.equal((await cleanUp()).kind, 'failed');
    const { name, serverJob } = await failure();
    assert.deepEqual([name, serverJob], ['FileTruncated', 'delete-failed']);
    assert.equal((await lease()).kind, 'free');
    assert.equal(announcer.announcements.length, 1);
    assert.deepEqual(http.requests, []);
  });

test('an export whose request is unreadable holds the scope until the next export', async () => {
  const world = await cleanUpWorld();
  await world.storage.put(keys.request, ILLEGIBLE);
  assert.equal((await world.cleanUp()).kind, 'failed');
  assert.equal((await world.failure()).name, 'FileTruncated');
  world.clock.advance(3600);
  const claim = { source: 'acme', scope: aJob().scope, exportId: 'next', executionArn: 'arn' };
  assert.equal((await holdLease(claim, world)).kind, 'acquired');
});

test('an unreachable bucket is not an unreadable record: Clean up is retried', async () => {
  const { storage, cleanUp, failure } = await cleanUpWorld();
  const { read } = storage;
  storage.read = async (key) => {
    if (key === keys.job) throw new Error('S3 is away');
    return read(key);
  };
  await assert.rejects(cleanUp(), /S3 is away/);
  assert.equal(await failure(), null);
});

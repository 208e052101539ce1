import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftCommit } from '../../../lambdas/5-publish/draft-commit.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import { EXPORT_ID, keys } from '../../fakes/builders.ts';
import { publishWorld } from '../5-publish/publish-world.ts';

const event = { exportId: EXPORT_ID, source: 'acme', failure: { Error: 'Cancelled' } };

test('an export whose publication was decided is published (O7)', async () => {
  const world = await publishWorld();
  await draftCommit(EXPORT_ID, world);
  await decide(EXPORT_ID, 'publish', world.storage);
  assert.equal((await settleExport(event, world)).kind, 'published');
  assert(world.storage.objects.has(keys.commit));
  assert.equal(world.storage.objects.has(keys.failure), false);
  assert.equal(world.catalog.partitions.at(-1)?.table, 'export_log');
});

test('a published export is not abandoned (O7)', async () => {
  const world = await publishWorld();
  await world.publish();
  assert.equal((await settleExport(event, world)).kind, 'published');
  assert.equal(world.storage.objects.has(keys.failure), false);
  assert.equal(world.http.requests.length, 0);
});

test('an abandoned export is not published (O7)', async () => {
  const world = await publishWorld();
  assert.equal((await settleExport(event, world)).kind, 'failed');
  await assert.rejects(world.publish(), { name: 'ExportAbandoned' });
  assert.equal(world.storage.objects.has(keys.commit), false);
  assert.deepEqual(world.catalog.partitions, []);
});

test('of a publication and a cancel at the same moment one wins (O7)', async () => {
  const world = await publishWorld();
  const [published, cleaned] = await Promise.allSettled([
    world.publish(),
    settleExport(event, world),
  ]);
  assert.equal(cleaned.status, 'fulfilled');
  const isPublished = world.storage.objects.has(keys.commit);
  assert.equal(published.status === 'fulfilled', isPublished);
  assert.equal(world.storage.objects.has(keys.failure), !isPublished);
});

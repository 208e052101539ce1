import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftCommit } from '../../../lambdas/5-publish/draft-commit.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { EXPORT_ID, keys } from '../../fakes/builders.ts';
import { publishWorld } from './publish-world.ts';

test('after the decision the checked draft is committed, whatever a late Download writes (O6)', async () => {
  const world = await publishWorld();
  const draft = await draftCommit(EXPORT_ID, world);
  await decide(EXPORT_ID, 'publish', world.storage);
  await world.storage.put(keys.unitReceipts(1), JSON.stringify({ unit: 1, receipts: [] }));
  assert.equal((await world.publish()).kind, 'published');
  assert.deepEqual((await world.json(keys.commit)).files, draft.files);
});

test('before the decision a late Download is detected', async () => {
  const world = await publishWorld();
  await draftCommit(EXPORT_ID, world);
  await world.storage.put(keys.unitReceipts(1), JSON.stringify({ unit: 1, receipts: [] }));
  await assert.rejects(world.publish(), { name: 'PublishRefused' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, decisionOf } from '../../../lambdas/settlement/decision.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

test('there is no decision at first', async () => {
  assert.equal(await decisionOf('x', memoryStorage()), undefined);
});

test('the first decision stands, whatever is asked later (O7)', async () => {
  const storage = memoryStorage();
  assert.equal(await decide('x', 'abandon', storage), 'abandon');
  assert.equal(await decide('x', 'publish', storage), 'abandon');
  assert.equal(await decide('x', 'abandon', storage), 'abandon');
  assert.equal(await decisionOf('x', storage), 'abandon');
});

test('two callers at the same moment get the same decision (O7)', async () => {
  const storage = memoryStorage();
  const [a, b] = await Promise.all([
    decide('x', 'publish', storage),
    decide('x', 'abandon', storage),
  ]);
  assert.equal(a, b);
  assert.equal(await decisionOf('x', storage), a);
});

test('each export has a decision of its own', async () => {
  const storage = memoryStorage();
  await decide('x', 'abandon', storage);
  assert.equal(await decide('y', 'publish', storage), 'publish');
});

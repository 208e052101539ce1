import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, decisionOf } from '../../../lambdas/settlement/decision.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

test('nothing is decided until somebody does', async () => {
  assert.equal(await decisionOf('x', memoryStorage()), undefined);
});

test('the first decision stands, whoever asks later and for what (O7)', async () => {
  const storage = memoryStorage();
  assert.equal(await decide('x', 'abandon', storage), 'abandon');
  assert.equal(await decide('x', 'publish', storage), 'abandon');
  assert.equal(await decide('x', 'abandon', storage), 'abandon');
  assert.equal(await decisionOf('x', storage), 'abandon');
});

test('two that decide at the same moment hear the same (O7)', async () => {
  const storage = memoryStorage();
  const [a, b] = await Promise.all([
    decide('x', 'publish', storage),
    decide('x', 'abandon', storage),
  ]);
  assert.equal(a, b);
  assert.equal(await decisionOf('x', storage), a);
});

test('exports decide each for itself', async () => {
  const storage = memoryStorage();
  await decide('x', 'abandon', storage);
  assert.equal(await decide('y', 'publish', storage), 'publish');
});

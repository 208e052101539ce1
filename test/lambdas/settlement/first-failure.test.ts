import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstFailure } from '../../../lambdas/settlement/first-failure.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const ofMap = { Error: 'States.ExceedToleratedFailureThreshold', Cause: 'too many' };
const units = [
  { Status: 'ABORTED', Name: 'unit-1' },
  { Status: 'FAILED', Name: 'unit-2', Error: 'FileRefused', Cause: 'the server answered 404' },
];

test('a failed map is told by the failure of its unit', async () => {
  const storage = memoryStorage();
  await storage.put('exports/e/download/run/FAILED_0.json', JSON.stringify(units));
  assert.deepEqual(await firstFailure('e', ofMap, storage), {
    Error: 'FileRefused',
    Cause: 'the server answered 404',
  });
});

test('a failed map without results is told as it is', async () => {
  assert.deepEqual(await firstFailure('e', ofMap, memoryStorage()), ofMap);
});

test('another failure is told as it is, whatever the map left behind', async () => {
  const storage = memoryStorage();
  await storage.put('exports/e/download/run/FAILED_0.json', JSON.stringify(units));
  const other = { Error: 'PublishRefused', Cause: 'one receipt for two files' };
  assert.deepEqual(await firstFailure('e', other, storage), other);
});

for (const text of ['', '[{"Status"', '{}', '[{"Status":"FAILED"}]'])
  test(`a failed map whose results are ${text || 'empty'} is told as it is`, async () => {
    const storage = memoryStorage();
    await storage.put('exports/e/download/run/FAILED_0.json', text);
    assert.deepEqual(await firstFailure('e', ofMap, storage), ofMap);
  });

test('what other exports and other files say is not told', async () => {
  const storage = memoryStorage();
  const text = JSON.stringify(units);
  await storage.put('exports/e/plan/FAILED_0.json', text);
  await storage.put('exports/e0/download/run/FAILED_0.json', text);
  await storage.put('exports/e/download/run/manifest.json', text);
  assert.deepEqual(await firstFailure('e', ofMap, storage), ofMap);
});

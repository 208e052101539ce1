import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { step } from '../../../lambdas/workflow/step.ts';

const context = { getRemainingTimeInMillis: () => 42 };

const echo = step(
  z.strictObject({ exportId: z.string() }),
  async (event: { exportId: string }, deps: { word: string }, remaining) => ({
    ...event,
    ...deps,
    remaining: remaining(),
  }),
);

test('a step gets its checked event, its collaborators and the remaining time', async () => {
  const result = await echo({ word: 'hello' })({ exportId: 'x' }, context);
  assert.deepEqual(result, { exportId: 'x', word: 'hello', remaining: 42 });
});

test('an invalid event is refused with the name of the field, never its value', async () => {
  const event = { exportId: 7, token: 'marker-of-the-secret' };
  await assert.rejects(echo({ word: 'hello' })(event, context), (error: Error) => {
    assert.equal(error.name, 'SettingsInvalid');
    assert.match(error.message, /exportId/);
    assert.doesNotMatch(error.message, /marker/);
    return true;
  });
});

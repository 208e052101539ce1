import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterError, LineRefused } from '../../../lambdas/runtime/errors.ts';

test('what is done after an error does not replace it', async () => {
  let done = false;
  const act = async () => {
    done = true;
  };
  const error = new LineRefused('line 7');
  await assert.rejects(afterError(error, act), error);
  assert.deepEqual([done, error.message], [true, 'line 7']);
});

test('where that fails too, the message of the error has both', async () => {
  const error = new LineRefused('line 7');
  await assert.rejects(
    afterError(error, () => Promise.reject(new Error('SlowDown'))),
    error,
  );
  assert.deepEqual([error.name, error.message], ['LineRefused', 'line 7 (then: SlowDown)']);
  const same = new Error('SlowDown');
  await assert.rejects(
    afterError(same, () => Promise.reject(same)),
    { message: 'SlowDown' },
  );
});

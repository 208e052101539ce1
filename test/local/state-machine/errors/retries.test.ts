import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Retrier } from '../../../../local/state-machine/definition/retry-and-catch.ts';
import { createRetries } from '../../../../local/state-machine/errors/retries.ts';

const retrier = (more: Partial<Retrier>): Retrier => ({
  ErrorEquals: ['ServerBusy'],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
  JitterStrategy: 'NONE',
  ...more,
});

const delays = (retriers: Retrier[], errors: string[], random = () => 0.5) => {
  const next = createRetries(retriers, random);
  return errors.map(next);
};

test('waits grow by the backoff rate until the attempts are used up', () => {
  const errors = ['ServerBusy', 'ServerBusy', 'ServerBusy', 'ServerBusy'];
  assert.deepEqual(delays([retrier({ IntervalSeconds: 2 })], errors), [2, 4, 8, undefined]);
});

test('MaxDelaySeconds caps the wait', () => {
  const errors = ['ServerBusy', 'ServerBusy', 'ServerBusy'];
  assert.deepEqual(delays([retrier({ MaxDelaySeconds: 3 })], errors), [1, 2, 3]);
});

test('full jitter takes the wait from between nothing and its full length, after the cap', () => {
  const jittered = retrier({ IntervalSeconds: 100, MaxDelaySeconds: 10, JitterStrategy: 'FULL' });
  assert.deepEqual(
    delays([jittered], ['ServerBusy'], () => 0.25),
    [2.5],
  );
});

test('each retrier counts its own attempts', () => {
  const busy = retrier({ MaxAttempts: 1 });
  const gone = retrier({ ErrorEquals: ['States.ALL'], IntervalSeconds: 60, MaxAttempts: 1 });
  const errors = ['ServerBusy', 'ServerJobGone', 'ServerJobGone'];
  assert.deepEqual(delays([busy, gone], errors), [1, 60, undefined]);
});

test('only the first retrier that matches counts, even where a later one has attempts left', () => {
  const never = retrier({ MaxAttempts: 0 });
  const always = retrier({ ErrorEquals: ['States.ALL'], MaxAttempts: 9 });
  assert.deepEqual(delays([never, always], ['ServerBusy']), [undefined]);
});

test('an error that no retrier names is not retried', () => {
  assert.deepEqual(delays([retrier({})], ['Broken']), [undefined]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../lambdas/runtime/clock.ts';
import { withTimeLimit } from '../../../local/state-machine/timing.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';

const timeoutError = () => new Error('late');

test('work within the limit gives its result, and leaves no timer behind', async () => {
  const clock = virtualClock();
  const { signal } = new AbortController();
  const limit = { milliseconds: 1000, timeoutError, clock, signal };
  assert.equal(await withTimeLimit(limit, async () => 'done'), 'done');
  await clock.sleep(1);
  assert.equal(clock.now().getMilliseconds(), 1);
});

test('work that takes too long is aborted and not awaited', async () => {
  const clock = virtualClock();
  const { signal } = new AbortController();
  let workSignal: AbortSignal | undefined;
  const limit = { milliseconds: 1000, timeoutError, clock, signal };
  const never = withTimeLimit(limit, (its) => {
    workSignal = its;
    return new Promise(() => {});
  });
  await assert.rejects(never, /late/);
  assert.equal(workSignal?.aborted, true);
});

test('an abort ends the wait under the real clock, too', async () => {
  const controller = new AbortController();
  const limit = {
    milliseconds: 60_000,
    timeoutError,
    clock: systemClock,
    signal: controller.signal,
  };
  const never = withTimeLimit(limit, () => new Promise(() => {}));
  controller.abort();
  await assert.rejects(never, { name: 'AbortError' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../lambdas/runtime/clock.ts';
import { withTimeLimit } from '../../../local/state-machine/timing.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';

const late = () => new Error('late');

test('work that is in time gives its result, and leaves no timer behind', async () => {
  const clock = virtualClock();
  const { signal } = new AbortController();
  const limit = { milliseconds: 1000, late, clock, signal };
  assert.equal(await withTimeLimit(limit, async () => 'done'), 'done');
  await clock.sleep(1);
  assert.equal(clock.now().getMilliseconds(), 1);
});

test('work that is late is told, and not waited for', async () => {
  const clock = virtualClock();
  const { signal } = new AbortController();
  let told: AbortSignal | undefined;
  const limit = { milliseconds: 1000, late, clock, signal };
  const never = withTimeLimit(limit, (its) => {
    told = its;
    return new Promise(() => {});
  });
  await assert.rejects(never, /late/);
  assert.equal(told?.aborted, true);
});

test('an abort ends the waiting under the real clock too', async () => {
  const controller = new AbortController();
  const limit = { milliseconds: 60_000, late, clock: systemClock, signal: controller.signal };
  const never = withTimeLimit(limit, () => new Promise(() => {}));
  controller.abort();
  await assert.rejects(never, { name: 'AbortError' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fanOut } from '../../../../local/state-machine/states/fan-out.ts';
import { StatesError } from '../../../../local/state-machine/states-error.ts';
import { virtualClock } from '../../../fakes/virtual-clock.ts';

const signal = new AbortController().signal;

test('the first failure is thrown when every branch has unwound', async () => {
  const clock = virtualClock();
  const unwound: string[] = [];
  const running = fanOut(['fails', 'slow'], { concurrency: 2, signal }, async (name, _, its) => {
    if (name === 'fails') throw new StatesError('Broken');
    await clock.sleep(1000, its).catch(() => unwound.push(name));
    throw its.reason;
  });
  await assert.rejects(running, { error: 'Broken' });
  assert.deepEqual(unwound, ['slow']);
});

test('a branch is not cut off with a failure that it could catch itself', async () => {
  const clock = virtualClock();
  let reason: unknown;
  const running = fanOut(['fails', 'slow'], { concurrency: 2, signal }, async (name, _, its) => {
    if (name === 'fails') throw new StatesError('Broken');
    await clock.sleep(1000, its).catch((error) => {
      reason = error;
    });
    return null;
  });
  await assert.rejects(running);
  assert.ok(reason instanceof Error && !(reason instanceof StatesError));
});

test('nothing new begins after a failure', async () => {
  const begun: number[] = [];
  const running = fanOut([1, 2, 3], { concurrency: 1, signal }, async (n) => {
    begun.push(n);
    throw new StatesError('Broken');
  });
  await assert.rejects(running);
  assert.deepEqual(begun, [1]);
});

test('an abort from outside is no result, even where no branch has noticed', async () => {
  const controller = new AbortController();
  const running = fanOut([1, 2], { concurrency: 1, signal: controller.signal }, async () => {
    controller.abort(new Error('stopped'));
    return 'done';
  });
  await assert.rejects(running, /stopped/);
});

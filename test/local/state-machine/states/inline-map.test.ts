import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { call, named, outcome, runStates, types } from '../run-machine.ts';

const map = (state: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  Each: {
    Type: 'Map',
    ItemProcessor: { StartAt: 'One', States: { One: { End: true, ...state } } },
    End: true,
    ...more,
  },
});

test('Map runs its processor for every item of Items and keeps their order', async () => {
  const result = await runStates({
    Set: { Type: 'Pass', Assign: { k: 10 }, Next: 'Each' },
    ...map(
      { Type: 'Pass', Output: '{% $states.input.v * $k + $states.input.i %}' },
      {
        Items: '{% [1..4] %}',
        ItemSelector: {
          v: '{% $states.context.Map.Item.Value %}',
          i: '{% $states.context.Map.Item.Index %}',
        },
      },
    ),
  });
  assert.deepEqual(outcome(result), [10, 21, 32, 43]);
});

test('without Items the input is the array, and an iteration sees its item in the context', async () => {
  const states = map({ Type: 'Pass', Output: '{% $states.context.Map.Item.Index %}' });
  assert.deepEqual(outcome(await runStates(states, ['a', 'b'])), [0, 1]);
});

test('an input that is no array fails the state', async () => {
  const result = await runStates(map({ Type: 'Pass' }), { not: 'an array' });
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.QueryEvaluationError' });
});

test('MaxConcurrency bounds the iterations that run at once', async () => {
  for (const [concurrency, seconds] of [
    [1, 6],
    ['{% 2 %}', 3],
    [0, 1],
  ] as const) {
    const clock = virtualClock();
    const states = map({ Type: 'Wait', Seconds: 1 }, { MaxConcurrency: concurrency });
    await runStates(states, [1, 2, 3, 4, 5, 6], { clock });
    assert.equal(clock.now().getTime() - Date.parse('2026-01-01T00:00:00Z'), seconds * 1000);
  }
});

test('at most 40 iterations run at once, whatever is asked for', async () => {
  const clock = virtualClock();
  const items = Array.from({ length: 41 }, (_, n) => n);
  await runStates(map({ Type: 'Wait', Seconds: 1 }, { MaxConcurrency: 100 }), items, { clock });
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:02.000Z');
});

test('an inline Map writes started and succeeded events for every iteration', async () => {
  const result = await runStates(map({ Type: 'Pass' }, { MaxConcurrency: 1 }), [1, 2]);
  assert.deepEqual(types(result), [
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapIterationStarted',
    'PassStateEntered',
    'PassStateExited',
    'MapIterationSucceeded',
    'MapIterationStarted',
    'PassStateEntered',
    'PassStateExited',
    'MapIterationSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
});

test('an iteration that fails aborts the others, as AWS writes it down', async () => {
  const clock = virtualClock();
  const result = await runStates(map(call('one')), [1, 2, 3], {
    clock,
    functions: {
      one: async (item) => {
        await clock.sleep(item === 2 ? 10 : 1000);
        if (item === 2) throw named('Broken');
      },
    },
  });
  assert.partialDeepStrictEqual(outcome(result), { status: 'FAILED', error: 'Broken' });
  assert.deepEqual(types(result).slice(-9), [
    'TaskFailed',
    'MapIterationFailed',
    'TaskStateAborted',
    'MapIterationAborted',
    'TaskStateAborted',
    'MapIterationAborted',
    'TaskStateAborted',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

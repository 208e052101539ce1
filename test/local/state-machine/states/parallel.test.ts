import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { call, named, outcome, runStates, types } from '../run-machine.ts';

const branch = (state: Record<string, unknown>, name = 'Only') => ({
  StartAt: name,
  States: { [name]: { End: true, ...state } },
});

test('Parallel gives one input to all branches and their outputs in order', async () => {
  const result = await runStates(
    {
      Both: {
        Type: 'Parallel',
        Arguments: { x: '{% $states.input.x + 1 %}' },
        Branches: [
          branch({ Type: 'Wait', Seconds: 5, Output: '{% $states.input.x * 2 %}' }),
          branch({ Type: 'Pass' }),
        ],
        Output: '{% {"both": $states.result} %}',
        End: true,
      },
    },
    { x: 3 },
  );
  assert.deepEqual(outcome(result), { both: [8, { x: 4 }] });
});

test('branches read outer variables, and what they assign stays inside', async () => {
  const result = await runStates({
    Before: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Set',
          States: {
            Set: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'Read' },
            Read: { Type: 'Pass', Output: '{% $inner %}', End: true },
          },
        },
        branch({ Type: 'Pass', Output: '{% $exists($inner) %}' }),
      ],
      Next: 'After',
    },
    After: {
      Type: 'Pass',
      Output: { both: '{% $states.input %}', inner: '{% $exists($inner) %}' },
      End: true,
    },
  });
  assert.deepEqual(outcome(result), { both: [2, false], inner: false });
});

test('a branch that fails cuts the others off and fails the state', async () => {
  const clock = virtualClock();
  const result = await runStates(
    {
      Both: {
        Type: 'Parallel',
        Branches: [
          branch({ Type: 'Wait', Seconds: 3600 }, 'Nap'),
          branch(call('broken'), 'Broken'),
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    },
    {},
    {
      clock,
      functions: {
        broken: async () => {
          await clock.sleep(1000);
          throw named('Broken');
        },
      },
    },
  );
  assert.equal(outcome(result), 'Broken');
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:01.000Z');
  assert.deepEqual(types(result).slice(1, -1), [
    'ParallelStateEntered',
    'ParallelStateStarted',
    'WaitStateEntered',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'TaskStateAborted',
    'WaitStateAborted',
    'ParallelStateFailed',
    'ParallelStateExited',
    'PassStateEntered',
    'PassStateExited',
  ]);
});

test('a Fail inside a branch is the failure of the state', async () => {
  const result = await runStates({
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } }],
      End: true,
    },
  });
  assert.partialDeepStrictEqual(outcome(result), { status: 'FAILED', error: 'E' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, outcome, runStates, types } from '../run-machine.ts';

test('lambda:invoke calls the function it names and wraps what it answers', async () => {
  const seen: unknown[] = [];
  const result = await runStates(
    { Poll: call('poll', { Output: '{% $states.result %}' }) },
    { exportId: 'x' },
    { functions: { poll: (payload) => [seen.push(payload), { kind: 'running' }][1] } },
  );
  assert.deepEqual(seen, [{ exportId: 'x' }]);
  assert.deepEqual(outcome(result), {
    ExecutedVersion: '$LATEST',
    Payload: { kind: 'running' },
    StatusCode: 200,
  });
});

test('lambda:invoke takes five events', async () => {
  const result = await runStates({ Poll: call('poll') }, {}, { functions: { poll: () => 1 } });
  assert.deepEqual(types(result), [
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  assert.deepEqual(
    result.history.map(({ id, previousEventId }) => [id, previousEventId]),
    [
      [1, 0],
      [2, 0],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
      [7, 6],
    ],
  );
});

test('a function that answers nothing answers null', async () => {
  const result = await runStates({ Poll: call('poll') }, {}, { functions: { poll: () => {} } });
  assert.equal(outcome(result), null);
});

test('what a function does to its payload nobody else sees', async () => {
  const spoil = (payload: unknown) => Object.assign(Object(payload), { spoilt: true }) && 1;
  const result = await runStates(
    { Poll: call('poll', { Output: '{% $states.input %}' }) },
    { clean: true },
    { functions: { poll: spoil } },
  );
  assert.deepEqual(outcome(result), { clean: true });
});

test('Arguments without FunctionName fail the task as AWS does, beyond any Catch', async () => {
  const result = await runStates({
    Poll: {
      ...call('poll'),
      Arguments: { Payload: 1 },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    },
    Caught: { Type: 'Succeed' },
  });
  assert.partialDeepStrictEqual(outcome(result), { status: 'FAILED', error: 'States.Runtime' });
});

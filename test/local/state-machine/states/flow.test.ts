import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entered, outcome, runStates, still, types } from '../run-machine.ts';

test('a state passes on its input, or its Output if it has one', async () => {
  const result = await runStates(
    {
      First: still({ Next: 'Second' }),
      Second: still({ Output: { twice: '{% $states.input.n * 2 %}' } }),
    },
    { n: 21 },
  );
  assert.deepEqual(outcome(result), { twice: 42 });
  assert.deepEqual(entered(result), ['First', 'Second']);
});

test('Succeed ends a branch early', async () => {
  const result = await runStates(
    { Done: { Type: 'Succeed', Output: '{% $states.input.kind %}' } },
    { kind: 'done' },
  );
  assert.equal(outcome(result), 'done');
});

test('Fail ends the execution with its Error and Cause, which can be JSONata', async () => {
  const result = await runStates(
    { Broken: { Type: 'Fail', Error: "{% 'E' & $string($states.input.x) %}", Cause: 'why' } },
    { x: 7 },
  );
  assert.deepEqual(outcome(result), { status: 'FAILED', error: 'E7', cause: 'why' });
  assert.deepEqual(types(result), ['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
});

test('Assign sets variables for later states; the state itself still reads the old ones', async () => {
  const result = await runStates({
    A: still({ Assign: { n: 1 }, Next: 'B' }),
    B: still({ Assign: { n: '{% $n + 1 %}', old: '{% $n %}' }, Output: '{% $n %}', Next: 'C' }),
    C: still({ Output: '{% [$states.input, $n, $old] %}' }),
  });
  assert.deepEqual(outcome(result), [1, 2, 1]);
});

test('a variable keeps its value until it is assigned again', async () => {
  const result = await runStates({
    A: still({ Assign: { a: 1 }, Next: 'B' }),
    B: still({ Assign: { b: 2 }, Next: 'C' }),
    C: still({ Output: '{% [$a, $b] %}' }),
  });
  assert.deepEqual(outcome(result), [1, 2]);
});

test('an assigned variable is in the history as JSON text', async () => {
  const result = await runStates({ A: still({ Assign: { a: { b: [1] } } }) });
  const exited = result.history.find(({ type }) => type === 'WaitStateExited');
  assert.deepEqual(exited?.details.assignedVariables, { a: '{"b":[1]}' });
});

test('the context names execution, state machine and state, and their times', async () => {
  const result = await runStates(
    {
      Nap: { Type: 'Wait', Seconds: 90, Next: 'Look' },
      Look: still({ Output: '{% $states.context %}' }),
    },
    { source: 'acme' },
  );
  assert.deepEqual(outcome(result), {
    Execution: {
      Id: 'arn:aws:states:us-east-1:000000000000:execution:sluice:first',
      Input: { source: 'acme' },
      Name: 'first',
      RoleArn: 'arn:aws:iam::000000000000:role/local',
      StartTime: '2026-01-01T00:00:00.000Z',
      RedriveCount: 0,
    },
    StateMachine: {
      Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice',
      Name: 'sluice',
    },
    State: { Name: 'Look', EnteredTime: '2026-01-01T00:01:30.000Z' },
  });
});

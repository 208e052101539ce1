import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entered, outcome, runStates, still, types } from '../run-machine.ts';

const choice = (more: Record<string, unknown> = {}) => ({
  Choose: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n > 10 %}', Next: 'Large' },
      { Condition: '{% $states.input.n > 5 %}', Next: 'Middle' },
    ],
    ...more,
  },
  Large: still(),
  Middle: still(),
  Small: still(),
});

test('Choice follows the first rule that is true, and passes its input on', async () => {
  const result = await runStates(choice(), { n: 11 });
  assert.deepEqual(outcome(result), { n: 11 });
  assert.deepEqual(entered(result), ['Choose', 'Large']);
  assert.deepEqual(entered(await runStates(choice(), { n: 6 })), ['Choose', 'Middle']);
});

test('Choice follows Default if no rule is true', async () => {
  const result = await runStates(choice({ Default: 'Small' }), { n: 1 });
  assert.deepEqual(outcome(result), { n: 1 });
  assert.deepEqual(entered(result), ['Choose', 'Small']);
});

test('without a rule and a Default it fails with States.Runtime, as observed in AWS, which nothing catches', async () => {
  const result = await runStates(choice(), { n: 1 });
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'Choose' (entered at the event id #2). " +
      'Failed to transition out of the state. The state does not point to a next state.',
  });
});

test('a condition must be true or false', async () => {
  const result = await runStates(
    {
      Choose: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.x %}', Next: 'Done' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    },
    { x: 'yes' },
  );
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause:
      "An error occurred while executing the state 'Choose' (entered at the event id #2). " +
      "The JSONata expression '$states.input.x' specified for the field 'Choices[0]/Condition' " +
      `returned an unexpected result type. Expected 'boolean', but was 'string' for value: "yes"`,
  });
});

test('Choice takes two events', async () => {
  const result = await runStates(choice({ Default: 'Small' }), { n: 6 });
  assert.deepEqual(types(result), [
    'ExecutionStarted',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'WaitStateEntered',
    'WaitStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a condition can be a literal true or false', async () => {
  const Choices = [
    { Condition: false, Next: 'Wrong' },
    { Condition: true, Next: 'Right' },
  ];
  const result = await runStates({
    Choose: { Type: 'Choice', Choices },
    Wrong: { Type: 'Fail', Error: 'Wrong', Cause: 'the first rule' },
    Right: { Type: 'Succeed' },
  });
  assert.deepEqual(entered(result), ['Choose', 'Right']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entered, outcome, runStates, types } from '../run-machine.ts';

const choice = (more: Record<string, unknown> = {}) => ({
  Choose: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n > 10 %}', Next: 'Large', Assign: { by: 'first rule' } },
      { Condition: '{% $states.input.n > 5 %}', Next: 'Middle', Output: 'from the rule' },
    ],
    ...more,
  },
  Large: { Type: 'Pass', Output: '{% [$states.input, $by] %}', End: true },
  Middle: { Type: 'Pass', End: true },
  Small: { Type: 'Pass', Output: '{% [$states.input, $by] %}', End: true },
});

test('Choice takes the first rule that holds, with its Assign', async () => {
  assert.deepEqual(outcome(await runStates(choice(), { n: 11 })), [{ n: 11 }, 'first rule']);
});

test('a rule has an Output of its own', async () => {
  const result = await runStates(choice({ Output: 'from the state' }), { n: 6 });
  assert.equal(outcome(result), 'from the rule');
});

test('Default goes with the Assign and Output of the state', async () => {
  const state = { Default: 'Small', Output: 'from the state', Assign: { by: 'the state' } };
  const result = await runStates(choice(state), { n: 1 });
  assert.deepEqual(outcome(result), ['from the state', 'the state']);
  assert.deepEqual(entered(result), ['Choose', 'Small']);
});

test('no rule and no Default fails as AWS was seen to: States.Runtime, which nothing catches', async () => {
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
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a condition may be true or false as it is', async () => {
  const Choices = [
    { Condition: false, Next: 'Wrong' },
    { Condition: true, Next: 'Right' },
  ];
  const result = await runStates({
    Choose: { Type: 'Choice', Choices },
    Wrong: { Type: 'Fail' },
    Right: { Type: 'Succeed' },
  });
  assert.deepEqual(entered(result), ['Choose', 'Right']);
});

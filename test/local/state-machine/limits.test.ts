import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketWith, map } from './distributed-map/run-map.ts';
import { call, outcome, runStates, still, types } from './run-machine.ts';

test('event 25,000 is the one that fails the execution, with States.Runtime (F2, F3)', async () => {
  const result = await runStates({
    Loop: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Again' }] },
    Again: still({ Next: 'Loop' }),
  });
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  assert.equal(result.history.length, 25_000);
  assert.equal(result.history.at(-1)?.type, 'ExecutionFailed');
});

test('a payload of 262,144 bytes passes, and counts as UTF-8 (F1)', async () => {
  const text = (bytes: number) => 'ä'.repeat((bytes - 2) / 2);
  const states = { Only: still({ Output: '{% $states.input.text %}' }) };
  const full = await runStates({ Only: still() }, text(262_144));
  assert.equal(full.status, 'SUCCEEDED');
  assert.equal(full.largestPayloadBytes, 262_144);
  const over = await runStates(states, { text: text(262_144) });
  assert.partialDeepStrictEqual(outcome(over), { error: 'States.DataLimitExceeded' });
  assert.ok(over.largestPayloadBytes > 262_144);
});

test('a result that is too large fails its task, and States.ALL does not catch it (F1, F3)', async () => {
  const states = {
    Big: call('big', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
    Caught: { Type: 'Succeed' },
  };
  const big = () => 'x'.repeat(262_145);
  const result = await runStates(states, {}, { functions: { big } });
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause:
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
  });
  assert.deepEqual(types(result).slice(-2), ['TaskFailed', 'ExecutionFailed']);
});

test('an output or a variable that is too large fails its state (F1)', async () => {
  const twice = '{% $states.input & $states.input %}';
  for (const field of [{ Output: twice }, { Assign: { v: twice } }]) {
    const states = { Only: still({ ...field }) };
    const result = await runStates(states, 'x'.repeat(150_000));
    assert.partialDeepStrictEqual(outcome(result), { error: 'States.DataLimitExceeded' });
  }
});

test('the results of a Map together are a payload too (F1)', async () => {
  const storage = await bucketWith('[1,2]');
  const functions = { one: () => 'x'.repeat(150_000) };
  const result = await runStates({ Each: map({ Output: 'small' }) }, {}, { storage, functions });
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.DataLimitExceeded' });
});

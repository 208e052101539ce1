import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Retrier } from '../../../../local/state-machine/definition/state-fields.ts';
import { createRetries, matches } from '../../../../local/state-machine/states/handle-errors.ts';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { bucketWith, map } from '../distributed-map/run-map.ts';
import { call, type Functions, named, outcome, runStates, still, types } from '../run-machine.ts';

/** A function that fails this many times before it succeeds. */
function failing(times: number, error: Error): Functions[string] {
  let calls = 0;
  return () => {
    calls++;
    if (calls <= times) throw error;
    return { calls };
  };
}

const PATIENT = [
  { ErrorEquals: ['ServerBusy'], IntervalSeconds: 60, MaxAttempts: 2, BackoffRate: 2 },
];

test('a task is retried after its waits, with events for each attempt', async () => {
  const clock = virtualClock();
  const functions = { poll: failing(2, named('ServerBusy')) };
  const result = await runStates(
    { Poll: call('poll', { Retry: PATIENT }) },
    {},
    { clock, functions },
  );
  assert.deepEqual(outcome(result), { calls: 3 });
  assert.equal(clock.now().toISOString(), '2026-01-01T00:03:00.000Z');
  const attempt = ['TaskScheduled', 'TaskStarted', 'TaskFailed'];
  const last = ['TaskScheduled', 'TaskStarted', 'TaskSucceeded'];
  assert.deepEqual(types(result).slice(2, -2), [...attempt, ...attempt, ...last]);
});

test('when no attempts are left, Catch handles the error', async () => {
  const states = {
    Poll: call('poll', {
      Retry: PATIENT,
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Assign: { why: '{% $substringAfter($states.errorOutput.Cause, "errorMessage") %}' },
          Next: 'Caught',
        },
      ],
    }),
    Caught: still({ Output: '{% [$states.input.Error, $why] %}' }),
  };
  const functions = { poll: failing(9, named('ServerBusy', 'not now')) };
  const [error, why] = Object(outcome(await runStates(states, {}, { functions })));
  assert.equal(error, 'ServerBusy');
  assert.match(why, /^":"not now"/);
});

test('a catcher can have an Output, which reads input and error', async () => {
  const states = {
    Poll: call('poll', {
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Caught' },
        {
          ErrorEquals: ['ServerBusy'],
          Output: { input: '{% $states.input %}', error: '{% $states.errorOutput.Error %}' },
          Next: 'Caught',
        },
      ],
    }),
    Caught: { Type: 'Succeed' },
  };
  const functions = { poll: failing(1, named('ServerBusy')) };
  const result = await runStates(states, { a: 1 }, { functions });
  assert.deepEqual(outcome(result), { input: { a: 1 }, error: 'ServerBusy' });
  const exited = types(result).filter((type) => type === 'TaskStateExited');
  assert.equal(exited.length, 1);
});

test('a time-out is caught without a cause', async () => {
  const clock = virtualClock();
  const states = {
    Poll: call('poll', {
      TimeoutSeconds: 1,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
    }),
    Caught: { Type: 'Succeed' },
  };
  const functions = { poll: () => clock.sleep(5000) };
  const result = await runStates(states, {}, { clock, functions });
  assert.deepEqual(outcome(result), { Error: 'States.Timeout', Cause: '' });
});

test('JSONata that fails in Arguments or Output can be caught, and is an event', async () => {
  for (const [field, at] of [
    [
      { Arguments: { FunctionName: 'poll', Payload: { id: '{% $states.input.id %}' } } },
      'Arguments/Payload/id',
    ],
    [{ Output: ['{% $states.result.nothing %}'] }, 'Output[0]'],
  ] as const) {
    const states = {
      Poll: call('poll', { ...field, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
      Caught: still({ Output: '{% $states.input.Error %}' }),
    };
    const result = await runStates(states, {}, { functions: { poll: () => 1 } });
    assert.equal(outcome(result), 'States.QueryEvaluationError');
    const event = result.history.find(({ type }) => type === 'EvaluationFailed');
    assert.equal(event?.details.location, at);
    assert.equal(event?.details.state, 'Poll');
  }
});

test('a Map is retried as a whole', async () => {
  const storage = await bucketWith('["only"]');
  const functions = { one: failing(1, named('ServerBusy')) };
  const Retry = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }];
  const result = await runStates({ Each: map({ Retry }) }, {}, { storage, functions });
  assert.deepEqual(outcome(result), [{ calls: 2 }]);
  assert.equal(types(result).filter((type) => type === 'MapStateStarted').length, 2);
  assert.ok(!types(result).includes('MapStateFailed'));
});

test('an error is matched by its name', () => {
  assert.equal(matches(['ServerBusy', 'ServerUnavailable'], 'ServerBusy'), true);
  assert.equal(matches(['ServerUnavailable'], 'ServerBusy'), false);
});

test('States.ALL matches everything but States.DataLimitExceeded and States.Runtime (F3)', () => {
  assert.equal(matches(['States.ALL'], 'ServerBusy'), true);
  assert.equal(matches(['States.ALL'], 'States.Timeout'), true);
  assert.equal(matches(['States.ALL'], 'States.QueryEvaluationError'), true);
  assert.equal(matches(['States.ALL'], 'States.DataLimitExceeded'), false);
  assert.equal(matches(['States.ALL'], 'States.Runtime'), false);
});

test('States.TaskFailed matches what States.ALL does, except States.Timeout', () => {
  assert.equal(matches(['States.TaskFailed'], 'ServerBusy'), true);
  assert.equal(matches(['States.TaskFailed'], 'States.Timeout'), false);
  assert.equal(matches(['States.TaskFailed'], 'States.DataLimitExceeded'), false);
});

test('States.DataLimitExceeded matches by name, nothing matches States.Runtime', () => {
  assert.equal(matches(['States.DataLimitExceeded'], 'States.DataLimitExceeded'), true);
  assert.equal(matches(['States.Runtime'], 'States.Runtime'), false);
});

const retrier = (more: Partial<Retrier>): Retrier => ({
  ErrorEquals: ['ServerBusy'],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
  JitterStrategy: 'NONE',
  ...more,
});

const delays = (retriers: Retrier[], errors: string[], random = () => 0.5) => {
  const next = createRetries(retriers, random);
  return errors.map(next);
};

test('waits grow by the backoff rate until no attempts are left', () => {
  const errors = ['ServerBusy', 'ServerBusy', 'ServerBusy', 'ServerBusy'];
  assert.deepEqual(delays([retrier({ IntervalSeconds: 2 })], errors), [2, 4, 8, undefined]);
});

test('MaxDelaySeconds caps the wait', () => {
  const errors = ['ServerBusy', 'ServerBusy', 'ServerBusy'];
  assert.deepEqual(delays([retrier({ MaxDelaySeconds: 3 })], errors), [1, 2, 3]);
});

test('full jitter draws the wait from between 0 and its capped length', () => {
  const jittered = retrier({ IntervalSeconds: 100, MaxDelaySeconds: 10, JitterStrategy: 'FULL' });
  assert.deepEqual(
    delays([jittered], ['ServerBusy'], () => 0.25),
    [2.5],
  );
});

test('each retrier counts its own attempts', () => {
  const busy = retrier({ MaxAttempts: 1 });
  const gone = retrier({ ErrorEquals: ['States.ALL'], IntervalSeconds: 60, MaxAttempts: 1 });
  const errors = ['ServerBusy', 'ServerJobGone', 'ServerJobGone'];
  assert.deepEqual(delays([busy, gone], errors), [1, 60, undefined]);
});

test('only the first retrier that matches counts, even if a later one has attempts left', () => {
  const never = retrier({ MaxAttempts: 0 });
  const always = retrier({ ErrorEquals: ['States.ALL'], MaxAttempts: 9 });
  assert.deepEqual(delays([never, always], ['ServerBusy']), [undefined]);
});

test('an error that no retrier names is not retried', () => {
  assert.deepEqual(delays([retrier({})], ['Broken']), [undefined]);
});

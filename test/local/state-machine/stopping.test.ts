import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExecutionStopped } from '../../../local/state-machine/states-error.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';
import { bucketWith, map } from './distributed-map/run-map.ts';
import { call, entered, outcome, runMachine, runStates, still, types } from './run-machine.ts';

test('the time limit of the machine ends it in the middle, without error, cause or Catch (F3)', async () => {
  const clock = virtualClock();
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const result = await runMachine(
    {
      StartAt: 'Poll',
      TimeoutSeconds: 60,
      States: { Poll: call('poll', { Catch }), Caught: { Type: 'Succeed' } },
    },
    {},
    { clock, functions: { poll: () => clock.sleep(100_000) } },
  );
  assert.equal(outcome(result), 'TIMED_OUT');
  assert.deepEqual(Object.keys(result).sort(), [
    'history',
    'largestPayloadBytes',
    'longestHistory',
    'status',
  ]);
  assert.equal(clock.now().toISOString(), '2026-01-01T00:01:00.000Z');
  assert.deepEqual(result.history.at(-1), {
    id: 5,
    previousEventId: 0,
    timestamp: clock.now(),
    type: 'ExecutionTimedOut',
    details: { error: 'States.Timeout' },
  });
});

test('a machine that has ended leaves no timer behind', async () => {
  const clock = virtualClock();
  const signals: (AbortSignal | undefined)[] = [];
  const sleep = (milliseconds: number, signal?: AbortSignal) => {
    signals.push(signal);
    return clock.sleep(milliseconds, signal);
  };
  const machine = { StartAt: 'Poll', TimeoutSeconds: 60, States: { Poll: call('poll') } };
  await runMachine(machine, {}, { clock: { ...clock, sleep }, functions: { poll: () => 1 } });
  assert.deepEqual(
    signals.map((signal) => signal?.aborted),
    [true, true],
  );
});

test('a function that stops because of the abort does not turn it into a failure', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const poll = (_: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('gave up')));
    });
  const running = runStates(
    { Poll: call('poll') },
    {},
    { clock, signal: controller.signal, functions: { poll } },
  );
  await clock.sleep(1000);
  controller.abort();
  assert.equal((await running).status, 'ABORTED');
});

test('an aborted execution runs no Catch, has the reason, and aborts the signal of its function (F3, O6)', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const seen: string[] = [];
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const running = runStates(
    { Poll: call('poll', { Catch }), Caught: { Type: 'Succeed' } },
    {},
    {
      clock,
      signal: controller.signal,
      functions: {
        poll: async (_, { signal }) => {
          signal.addEventListener('abort', () => seen.push('aborted'));
          await clock.sleep(10_000, signal);
        },
      },
    },
  );
  await clock.sleep(5000);
  controller.abort(new ExecutionStopped({ error: 'Cancelled', cause: 'by its owner' }));
  const result = await running;
  assert.deepEqual(outcome(result), {
    status: 'ABORTED',
    error: 'Cancelled',
    cause: 'by its owner',
  });
  assert.deepEqual(types(result).slice(-2), ['TaskStarted', 'ExecutionAborted']);
  assert.deepEqual(seen, ['aborted']);
});

test('an execution can be aborted in a Wait, a retry or a Map', async () => {
  const busy = () => {
    throw Object.assign(new Error('busy'), { name: 'ServerBusy' });
  };
  const Retry = [{ ErrorEquals: ['ServerBusy'], IntervalSeconds: 3600 }];
  const states = { Rest: still({ Seconds: 3600 }) };
  const { ItemProcessor } = map();
  for (const state of [
    still({ Seconds: 3600 }),
    call('busy', { Retry }),
    map({ ItemProcessor: { ...ItemProcessor, StartAt: 'Rest', States: states } }),
  ]) {
    const clock = virtualClock();
    const controller = new AbortController();
    const storage = await bucketWith('[1,2]');
    const deps = { clock, storage, signal: controller.signal, functions: { busy } };
    const running = runStates({ Only: state }, {}, deps);
    await clock.sleep(1000);
    controller.abort();
    const result = await running;
    assert.equal(result.status, 'ABORTED', state.Type);
    assert.equal(clock.now().toISOString(), '2026-01-01T00:00:01.000Z');
    assert.equal(types(result).at(-1), 'ExecutionAborted');
  }
});

test('an execution that is aborted before its start does nothing', async () => {
  const result = await runStates({ A: still() }, {}, { signal: AbortSignal.abort() });
  assert.equal(result.status, 'ABORTED');
  assert.deepEqual(entered(result), []);
});

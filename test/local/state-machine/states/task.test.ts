import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { call, named, outcome, runStates, types } from '../run-machine.ts';

test('lambda:invoke calls the function it names and wraps its answer', async () => {
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

test('a function that changes its payload changes nothing else', async () => {
  const change = (payload: unknown) => Object.assign(Object(payload), { changed: true }) && 1;
  const result = await runStates(
    { Poll: call('poll', { Output: '{% $states.input %}' }) },
    { clean: true },
    { functions: { poll: change } },
  );
  assert.deepEqual(outcome(result), { clean: true });
});

test('Arguments without FunctionName fail the task as in AWS, and no Catch handles it', async () => {
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

test("an error keeps its name, and its cause is the JSON of Lambda's Node.js runtime", async () => {
  const result = await runStates(
    { Poll: call('poll') },
    {},
    {
      functions: {
        poll: () => {
          throw named('ServerBusy', 'come back later');
        },
      },
    },
  );
  assert.deepEqual(types(result).slice(-2), ['TaskFailed', 'ExecutionFailed']);
  assert.ok(result.status === 'FAILED');
  assert.equal(result.error, 'ServerBusy');
  const cause = JSON.parse(result.cause ?? '');
  assert.deepEqual(Object.keys(cause), ['errorType', 'errorMessage', 'trace']);
  assert.equal(cause.errorType, 'ServerBusy');
  assert.equal(cause.errorMessage, 'come back later');
  assert.match(cause.trace[0], /ServerBusy|come back later/);
});

test('TimeoutSeconds ends a task that takes longer, without a cause', async () => {
  const clock = virtualClock();
  const result = await runStates(
    { Poll: call('poll', { TimeoutSeconds: 30 }) },
    {},
    { clock, functions: { poll: () => clock.sleep(31_000) } },
  );
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.Timeout',
    cause: undefined,
  });
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:30.000Z');
  assert.deepEqual(types(result).slice(-2), ['TaskTimedOut', 'ExecutionFailed']);
});

test('a Lambda times out after 15 minutes, also if the task has longer (F5)', async () => {
  const clock = virtualClock();
  const result = await runStates(
    { Download: call('download', { TimeoutSeconds: 960 }) },
    {},
    { clock, functions: { download: () => clock.sleep(3_600_000) } },
  );
  assert.partialDeepStrictEqual(outcome(result), { status: 'FAILED', error: 'Sandbox.Timedout' });
  assert.equal(clock.now().toISOString(), '2026-01-01T00:15:00.000Z');
});

test('a function knows its remaining time: that of the task or of a Lambda', async () => {
  const clock = virtualClock();
  const left = async (timeout: Record<string, unknown>) => {
    const seen: number[] = [];
    await runStates(
      { Poll: call('poll', timeout) },
      {},
      {
        clock,
        functions: {
          poll: async (_, context) => {
            seen.push(context.remainingMilliseconds());
            await clock.sleep(2000);
            seen.push(context.remainingMilliseconds());
          },
        },
      },
    );
    return seen;
  };
  assert.deepEqual(await left({}), [900_000, 898_000]);
  assert.deepEqual(await left({ TimeoutSeconds: 60 }), [60_000, 58_000]);
});

test('the signal of a function that timed out aborts, and the function continues (O6)', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  const done = Promise.withResolvers<void>();
  const result = await runStates(
    { Poll: call('poll', { TimeoutSeconds: 5 }) },
    {},
    {
      clock,
      functions: {
        poll: async (_, { signal, remainingMilliseconds }) => {
          signal.addEventListener('abort', () => seen.push('aborted'));
          await clock.sleep(8000);
          seen.push(`ran on, with ${remainingMilliseconds()} ms left`);
          done.resolve();
        },
      },
    },
  );
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.Timeout' });
  await done.promise;
  assert.deepEqual(seen, ['aborted', 'ran on, with 0 ms left']);
});

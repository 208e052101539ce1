import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { named, outcome, runStates, types } from '../run-machine.ts';
import { map, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

test('a child knows itself as an execution of the map, and nothing of outer variables', async () => {
  const Output = {
    execution: '{% $states.context.Execution %}',
    machine: '{% $states.context.StateMachine %}',
    outer: '{% $exists($outer) %}',
    item: '{% $exists($states.context.Map) %}',
  };
  const ItemProcessor = {
    ...map().ItemProcessor,
    States: { One: { Type: 'Pass', Output, End: true } },
  };
  const result = await runStates(
    {
      Before: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' },
      Each: map({ ItemProcessor, Label: 'Download' }),
    },
    ['item'],
  );
  const id = '80808080-8080-4080-8080-808080808080';
  assert.deepEqual(outcome(result), [
    {
      execution: {
        Id: `arn:aws:states:us-east-1:000000000000:execution:sluice/Download:${id}`,
        Input: 'item',
        Name: id,
        RoleArn: 'arn:aws:iam::000000000000:role/local',
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      machine: {
        Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice/Download',
        Name: 'sluice/Download',
      },
      outer: false,
      item: false,
    },
  ]);
});

test('MaxConcurrency bounds the children that run at once (F7)', async () => {
  const clock = virtualClock();
  let running = 0;
  let most = 0;
  const one = async () => {
    running++;
    most = Math.max(most, running);
    await clock.sleep(1000);
    running--;
  };
  const input = Array.from({ length: 9 }, (_, n) => n);
  await runMap({ MaxConcurrency: '{% 1 + 2 %}' }, one, { clock, input });
  assert.equal(most, 3);
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:03.000Z');
});

test('one failed child is too many where nothing is tolerated; the others are aborted (F8)', async () => {
  const clock = virtualClock();
  const told: unknown[] = [];
  const endings: string[] = [];
  const result = await runMap(
    { MaxConcurrency: 2 },
    async (n, { signal }) => {
      signal.addEventListener('abort', () => told.push(n));
      await clock.sleep(n === 1 ? 1000 : 1);
      if (n === 0) throw named('Broken');
    },
    {
      clock,
      input: [0, 1, 2],
      onEvent: ({ type }) => {
        if (/^Execution(?!Started)/.test(type)) endings.push(type);
      },
    },
  );
  assert.deepEqual(outcome(result), {
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  });
  assert.ok(told.includes(1) && !told.includes(2));
  assert.deepEqual(endings, ['ExecutionFailed', 'ExecutionAborted', 'ExecutionFailed']);
  assert.deepEqual(types(result).slice(-3), ['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
});

test('a failure threshold can be caught', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const result = await runStates(
    {
      Each: map({ Catch }),
      Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    },
    [1],
    {
      functions: {
        one: () => {
          throw named('Broken');
        },
      },
    },
  );
  assert.equal(outcome(result), 'States.ExceedToleratedFailureThreshold');
});

test('a tolerated failure is a record among the outputs', async () => {
  const result = await runMap(
    { ToleratedFailureCount: 1 },
    (n) => {
      if (n === 1) throw named('Broken', 'this one');
      return 'fine';
    },
    { input: [0, 1] },
  );
  assert.ok(result.status === 'SUCCEEDED' && Array.isArray(result.output));
  assert.equal(result.output[0], 'fine');
  assert.partialDeepStrictEqual(result.output[1], {
    Status: 'FAILED',
    Error: 'Broken',
    Input: '1',
  });
});

test('a child may fail with States.Runtime, and its parent can catch what comes of it', async () => {
  const ItemProcessor = {
    ...map().ItemProcessor,
    States: { One: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'One' }] } },
  };
  const result = await runMap({ ItemProcessor }, echo, { input: [1] });
  assert.partialDeepStrictEqual(outcome(result), {
    error: 'States.ExceedToleratedFailureThreshold',
  });
});

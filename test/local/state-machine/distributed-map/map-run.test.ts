import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { named, outcome, runStates, still, types } from '../run-machine.ts';
import { bucketWith, map, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

test('a child is an execution of the map, and does not see outer variables', async () => {
  const Output = {
    execution: '{% $states.context.Execution %}',
    machine: '{% $states.context.StateMachine %}',
    outer: '{% $exists($outer) %}',
    item: '{% $exists($states.context.Map) %}',
  };
  const ItemProcessor = { ...map().ItemProcessor, States: { One: still({ Output }) } };
  const states = {
    Before: still({ Assign: { outer: 1 }, Next: 'Each' }),
    Each: map({ ItemProcessor }),
  };
  const result = await runStates(states, {}, { storage: await bucketWith('["item"]') });
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

test('MaxConcurrency limits the children that run at once (F7)', async () => {
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
  await runMap(input, one, { MaxConcurrency: '{% 1 + 2 %}' }, { clock });
  assert.equal(most, 3);
  assert.equal(clock.now().toISOString(), '2026-01-01T00:00:03.000Z');
});

test('after one failed child the others are aborted (F8)', async () => {
  const clock = virtualClock();
  const aborted: unknown[] = [];
  const endings: string[] = [];
  const result = await runMap(
    [0, 1, 2],
    async (n, { signal }) => {
      signal.addEventListener('abort', () => aborted.push(n));
      await clock.sleep(n === 1 ? 1000 : 1);
      if (n === 0) throw named('Broken');
    },
    { MaxConcurrency: 2 },
    {
      clock,
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
  assert.ok(aborted.includes(1) && !aborted.includes(2));
  assert.deepEqual(endings, ['ExecutionFailed', 'ExecutionAborted', 'ExecutionFailed']);
  assert.deepEqual(types(result).slice(-3), ['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
});

test('a failure threshold can be caught', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const states = { Each: map({ Catch }), Caught: still({ Output: '{% $states.input.Error %}' }) };
  const one = () => {
    throw named('Broken');
  };
  const storage = await bucketWith('[1]');
  const result = await runStates(states, {}, { storage, functions: { one } });
  assert.equal(outcome(result), 'States.ExceedToleratedFailureThreshold');
});

test('a child can fail with States.Runtime, and its parent can catch the failure of the Map', async () => {
  const ItemProcessor = {
    ...map().ItemProcessor,
    States: { One: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'One' }] } },
  };
  const result = await runMap([1], echo, { ItemProcessor });
  assert.partialDeepStrictEqual(outcome(result), {
    error: 'States.ExceedToleratedFailureThreshold',
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { call, named, outcome, runStates, still, types } from '../run-machine.ts';
import { bucketWith, map, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

test('each item runs as its own execution; the outputs keep the order of the items', async () => {
  const clock = virtualClock();
  const slowFirst = async (n: unknown) => {
    await clock.sleep(n === 'a' ? 1000 : 1);
    return `${n}!`;
  };
  const result = await runMap(['a', 'b'], slowFirst, {}, { clock });
  assert.deepEqual(outcome(result), ['a!', 'b!']);
});

test('a run takes six events in its parent, as AWS writes them; its children have their own (F2)', async () => {
  const children = new Map<string, string[]>();
  const result = await runMap(
    [1, 2, 3],
    echo,
    {},
    {
      random: Math.random,
      onEvent: ({ type }, { arn }) => children.set(arn, [...(children.get(arn) ?? []), type]),
    },
  );
  assert.deepEqual(types(result), [
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
  assert.equal(children.size, 4);
  assert.equal(result.longestHistory, 8);
});

test('the longest history can be that of a child (F2)', async () => {
  let calls = 0;
  const often = () => {
    calls++;
    if (calls < 4) throw named('ServerBusy');
    return 1;
  };
  const Retry = [{ ErrorEquals: ['ServerBusy'] }];
  const ItemProcessor = { ...map().ItemProcessor, States: { One: call('one', { Retry }) } };
  const result = await runMap([1], often, { ItemProcessor });
  assert.equal(result.longestHistory, 4 + 4 * 3);
});

test('ItemSelector sees item and index, outer variables and the outer execution', async () => {
  const ItemSelector = {
    item: '{% $states.context.Map.Item.Value.k %}',
    index: '{% $states.context.Map.Item.Index %}',
    export: '{% $states.context.Execution.Name %}',
    outer: '{% $outer %}',
  };
  const states = {
    Before: still({ Assign: { outer: 1 }, Next: 'Each' }),
    Each: map({ ItemSelector }),
  };
  const storage = await bucketWith('[{"k":"a"},{"k":"b"}]');
  const result = await runStates(states, {}, { storage, functions: { one: echo } });
  assert.deepEqual(outcome(result), [
    { item: 'a', index: 0, export: 'first', outer: 1 },
    { item: 'b', index: 1, export: 'first', outer: 1 },
  ]);
});

test('without items a run has no children', async () => {
  const result = await runMap([], echo);
  assert.deepEqual(outcome(result), []);
});

test('5,000 items take less than five seconds of CPU time, and small states (F1)', async () => {
  const items = Array.from({ length: 5000 }, (_, unit) => ({
    unit,
    unitKey: `unit-${unit}.json`,
  }));
  const ResultWriter = {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'lake', Prefix: 'results' },
  };
  const seen = new Set<unknown>();
  const before = process.cpuUsage();
  const result = await runMap(
    items,
    (item) => {
      seen.add(Object(item).unitKey);
      return 'done';
    },
    {
      ItemSelector: { unitKey: '{% $states.context.Map.Item.Value.unitKey %}' },
      MaxConcurrency: 10,
      ResultWriter,
    },
    { random: Math.random },
  );
  const { user, system } = process.cpuUsage(before);
  assert.equal(result.status, 'SUCCEEDED');
  assert.equal(seen.size, 5000);
  assert.ok(result.largestPayloadBytes < 32 * 1024, `${result.largestPayloadBytes} bytes`);
  assert.ok(user + system < 5_000_000, `${user + system} microseconds`);
});

const read = async (text: string, fields: Record<string, unknown> = {}): Promise<unknown> =>
  outcome(await runMap([], echo, fields, { storage: await bucketWith(text) }));

const failed = (cause: RegExp, actual: unknown) => {
  assert.partialDeepStrictEqual(actual, { status: 'FAILED', error: 'States.ItemReaderFailed' });
  assert.match(Object(actual).cause, cause);
};

test('the items are a JSON array in an object', async () => {
  assert.deepEqual(await read('[1,{"a":2}]'), [1, { a: 2 }]);
});

test('a missing object, or one that is not a JSON array, fails', async () => {
  failed(/array/, await read('{}'));
  failed(/not valid JSON/, await read('['));
  const { ItemReader } = map();
  const of = (Arguments: object) => ({ ItemReader: { ...ItemReader, Arguments } });
  failed(/does not exist: none/, await read('', of({ Bucket: 'lake', Key: 'none' })));
  failed(/Key/, await read('', of({ Bucket: 'lake' })));
});

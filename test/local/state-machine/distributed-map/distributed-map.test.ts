import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { call, named, outcome, runStates, types } from '../run-machine.ts';
import { bucketWith, map, reader, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

test('each item runs as an execution of its own; the outputs keep the order of the items', async () => {
  const clock = virtualClock();
  const slowFirst = async (n: unknown) => {
    await clock.sleep(n === 'a' ? 1000 : 1);
    return `${n}!`;
  };
  const result = await runMap({}, slowFirst, { clock, input: ['a', 'b'] });
  assert.deepEqual(outcome(result), ['a!', 'b!']);
});

test('a run takes six events in its parent, as AWS writes them; its children have their own (F2)', async () => {
  const storage = await bucketWith('[1,2,3]');
  const children = new Map<string, string[]>();
  const result = await runMap(reader(), echo, {
    storage,
    random: Math.random,
    onEvent: ({ type }, { arn }) => children.set(arn, [...(children.get(arn) ?? []), type]),
  });
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

test('the longest history is that of a child where that is longer (F2)', async () => {
  let calls = 0;
  const often = () => {
    calls++;
    if (calls < 4) throw named('ServerBusy');
    return 1;
  };
  const Retry = [{ ErrorEquals: ['ServerBusy'] }];
  const ItemProcessor = { ...map().ItemProcessor, States: { One: call('one', { Retry }) } };
  const result = await runMap({ ItemProcessor }, often, { input: [1] });
  assert.equal(result.longestHistory, 4 + 4 * 3);
});

test('ItemSelector sees item and index, outer variables and the outer execution', async () => {
  const ItemSelector = {
    item: '{% $states.context.Map.Item.Value.k %}',
    index: '{% $states.context.Map.Item.Index %}',
    export: '{% $states.context.Execution.Name %}',
    outer: '{% $outer %}',
  };
  const result = await runStates(
    {
      Before: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' },
      Each: map({ ItemSelector }),
    },
    [{ k: 'a' }, { k: 'b' }],
    { functions: { one: echo } },
  );
  assert.deepEqual(outcome(result), [
    { item: 'a', index: 0, export: 'first', outer: 1 },
    { item: 'b', index: 1, export: 'first', outer: 1 },
  ]);
});

test('no items make a run without children', async () => {
  const result = await runMap({}, echo, { input: [] });
  assert.deepEqual(outcome(result), []);
});

test('20,000 items in batches take less than five seconds of computing, and small states (F1)', async () => {
  const items = Array.from({ length: 20_000 }, (_, unit) => ({
    unit,
    unitKey: `unit-${unit}.json`,
  }));
  const storage = await bucketWith(JSON.stringify(items));
  let seen = 0;
  const before = process.cpuUsage();
  const result = await runMap(
    {
      ...reader(),
      ItemSelector: { unitKey: '{% $states.context.Map.Item.Value.unitKey %}' },
      ItemBatcher: { MaxItemsPerBatch: 100 },
      MaxConcurrency: 10,
      Output: '{% $count($states.result) %}',
    },
    (batch) => {
      seen += Object(batch).Items.length;
      return 'done';
    },
    { storage },
  );
  const { user, system } = process.cpuUsage(before);
  assert.equal(outcome(result), 200);
  assert.equal(seen, 20_000);
  assert.ok(result.largestPayloadBytes < 32 * 1024, `${result.largestPayloadBytes} bytes`);
  assert.ok(user + system < 5_000_000, `${user + system} microseconds`);
});

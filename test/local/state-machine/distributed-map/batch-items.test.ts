import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named, outcome } from '../run-machine.ts';
import { runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

test('batches hold so many items and the input of the batch', async () => {
  const ItemBatcher = {
    MaxItemsPerBatch: '{% 2 %}',
    BatchInput: { id: '{% $states.context.Execution.Name %}' },
  };
  assert.deepEqual(outcome(await runMap({ ItemBatcher }, echo, { input: [1, 2, 3] })), [
    { BatchInput: { id: 'first' }, Items: [1, 2] },
    { BatchInput: { id: 'first' }, Items: [3] },
  ]);
});

test('batches hold so many bytes', async () => {
  const bytes = Buffer.byteLength('{"Items":["ä","ä"]}');
  const input = ['ä', 'ä', 'ä'];
  assert.deepEqual(
    outcome(await runMap({ ItemBatcher: { MaxInputBytesPerBatch: bytes } }, echo, { input })),
    [{ Items: ['ä', 'ä'] }, { Items: ['ä'] }],
  );
  const less = { MaxInputBytesPerBatch: bytes - 1 };
  const result = await runMap({ ItemBatcher: less, Output: '{% $count($states.result) %}' }, echo, {
    input,
  });
  assert.equal(outcome(result), 3);
});

test('no batch is larger than a payload may be (F1)', async () => {
  const input = Array.from({ length: 3 }, () => 'x'.repeat(80_000));
  const ItemBatcher = { MaxItemsPerBatch: 2 };
  const result = await runMap(
    {
      ItemBatcher,
      ItemSelector: {
        twice: '{% $states.context.Map.Item.Value & $states.context.Map.Item.Value %}',
      },
    },
    () => 1,
    { input },
  );
  assert.deepEqual(outcome(result), [1, 1, 1]);
});

test('an item that no batch can hold fails the Map', async () => {
  const ItemBatcher = { MaxInputBytesPerBatch: 20 };
  const result = await runMap({ ItemBatcher }, echo, { input: ['x'.repeat(20)] });
  assert.partialDeepStrictEqual(outcome(result), { error: 'States.DataLimitExceeded' });
});

test('a failed batch counts as many failed items as it holds', async () => {
  const broken = () => {
    throw named('Broken');
  };
  const ItemBatcher = { MaxItemsPerBatch: 3 };
  const tolerant = { ItemBatcher, ToleratedFailureCount: 3 };
  assert.equal((await runMap(tolerant, broken, { input: [1, 2, 3] })).status, 'SUCCEEDED');
  const strict = { ItemBatcher, ToleratedFailureCount: 2 };
  assert.equal((await runMap(strict, broken, { input: [1, 2, 3] })).status, 'FAILED');
});

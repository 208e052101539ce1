import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcome } from '../run-machine.ts';
import { bucketWith, reader, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

async function read(fields: Record<string, unknown>, text: string): Promise<unknown> {
  return outcome(await runMap(fields, echo, { storage: await bucketWith(text) }));
}

const failed = (cause: RegExp, actual: unknown) => {
  assert.partialDeepStrictEqual(actual, { status: 'FAILED', error: 'States.ItemReaderFailed' });
  assert.match(Object(actual).cause, cause);
};

test('JSON is an array in an object', async () => {
  assert.deepEqual(await read(reader('JSON'), '[1,{"a":2}]'), [1, { a: 2 }]);
});

test('JSONL is one item a line', async () => {
  assert.deepEqual(await read(reader('JSONL'), '{"a":1}\n\n2\n'), [{ a: 1 }, 2]);
});

test('MaxItems takes the first ones only', async () => {
  assert.deepEqual(await read(reader('JSON', { MaxItems: '{% 1 + 1 %}' }), '[1,2,3]'), [1, 2]);
});

test('listObjectsV2 gives keys and sizes below a prefix', async () => {
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:listObjectsV2',
    Arguments: { Bucket: 'lake', Prefix: "{% 'it' %}" },
  };
  assert.deepEqual(await read({ ItemReader }, 'twelve bytes'), [{ Key: 'items', Size: 12 }]);
});

test('a format that is not read here fails, and says which', async () => {
  failed(
    /InputType CSV is not supported by the local interpreter/,
    await read(reader('CSV'), 'a,b'),
  );
});

test('an object that is not there, or not an array of JSON, fails', async () => {
  failed(/array/, await read(reader(), '{}'));
  failed(/not valid JSON/, await read(reader(), '['));
  const ItemReader = { ...reader().ItemReader, Arguments: { Bucket: 'lake', Key: 'none' } };
  failed(/does not exist: none/, await read({ ItemReader }, ''));
  failed(/Key/, await read({ ItemReader: { ...ItemReader, Arguments: { Bucket: 'lake' } } }, ''));
});

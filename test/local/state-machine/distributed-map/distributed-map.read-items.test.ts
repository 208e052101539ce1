import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcome } from '../run-machine.ts';
import { bucketWith, map, runMap } from './run-map.ts';

const echo = (payload: unknown) => payload;

const read = async (text: string, fields: Record<string, unknown> = {}): Promise<unknown> =>
  outcome(await runMap([], echo, fields, { storage: await bucketWith(text) }));

const failed = (cause: RegExp, actual: unknown) => {
  assert.partialDeepStrictEqual(actual, { status: 'FAILED', error: 'States.ItemReaderFailed' });
  assert.match(Object(actual).cause, cause);
};

test('JSON is an array in an object', async () => {
  assert.deepEqual(await read('[1,{"a":2}]'), [1, { a: 2 }]);
});

test('an object that is not there, or not an array of JSON, fails', async () => {
  failed(/array/, await read('{}'));
  failed(/not valid JSON/, await read('['));
  const { ItemReader } = map();
  const of = (Arguments: object) => ({ ItemReader: { ...ItemReader, Arguments } });
  failed(/does not exist: none/, await read('', of({ Bucket: 'lake', Key: 'none' })));
  failed(/Key/, await read('', of({ Bucket: 'lake' })));
});

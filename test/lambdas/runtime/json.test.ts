import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonObject, jsonOrNothing } from '../../../lambdas/runtime/json.ts';

test('JSON is parsed, and what is none is undefined instead of an error with its text', () => {
  assert.deepEqual(jsonOrNothing('[1]'), [1]);
  assert.equal(jsonOrNothing('null'), null);
  for (const text of ['', '{', '<html>', '{"a":1}{']) assert.equal(jsonOrNothing(text), undefined);
});

test('only an object is an object', () => {
  assert.deepEqual(jsonObject('{"a":1}'), { a: 1 });
  for (const text of ['[]', 'null', '"a"', '1', 'true', 'a'])
    assert.equal(jsonObject(text), undefined);
});

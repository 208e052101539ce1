import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonObject, tryParseJson } from '../../../lambdas/runtime/json.ts';

test('JSON is parsed, and other text is undefined, not an error that quotes it', () => {
  assert.deepEqual(tryParseJson('[1]'), [1]);
  assert.equal(tryParseJson('null'), null);
  for (const text of ['', '{', '<html>', '{"a":1}{']) assert.equal(tryParseJson(text), undefined);
});

test('lists, strings and null are not objects', () => {
  assert.deepEqual(parseJsonObject('{"a":1}'), { a: 1 });
  for (const text of ['[]', 'null', '"a"', '1', 'true', 'a'])
    assert.equal(parseJsonObject(text), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './comparison.ts';

const agreed = { name: 'agreed', ours: 'holds', moto: 'holds' };
const differing = { name: 'differing', ours: 'holds', moto: 'no error' };

test('a disagreement needs an explanation', () => {
  const known = new Map([['differing', 'why']]);
  const verdict = { agreeing: 1, unexplained: [], outdated: [] };
  assert.deepEqual(judge([agreed, differing], known), verdict);
  assert.deepEqual(judge([agreed, differing], new Map()).unexplained, ['differing']);
});

test('an explanation of what does not differ is outdated', () => {
  const known = new Map([
    ['agreed', 'why'],
    ['gone', 'why'],
  ]);
  assert.deepEqual(judge([agreed], known).outdated, ['agreed', 'gone']);
});

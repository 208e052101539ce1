import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstOfVisit, type Rate, visitOf } from '../../../../local/people/resources/rates.ts';

const rates: Rate[] = [
  [1, 1],
  [6, 1],
  [2, 5],
  [3, 5],
  [1, 20],
  [7, 3],
];

test('each resource belongs to the visit whose range contains its number', () => {
  for (const rate of rates)
    for (const index of [...Array(500).keys(), 1e12, 1e12 + 1]) {
      const visit = visitOf(rate, index);
      assert.ok(firstOfVisit(rate, visit) <= index, `${rate} ${index}`);
      assert.ok(firstOfVisit(rate, visit + 1) > index, `${rate} ${index}`);
    }
});

test('that many visits have that many resources', () => {
  assert.equal(firstOfVisit([2, 5], 500), 200);
  assert.equal(firstOfVisit([6, 1], 500), 3000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsed, grouped, megabytes } from '../../../local/terminal/amounts.ts';

test('a time is as exact as it is short', () => {
  const times = [-5, 0, 940, 59_940, 59_960, 60_000, 125_000, 3_599_900, 3_600_000, 90_061_000];
  assert.deepEqual(times.map(elapsed), [
    '0.0s',
    '0.0s',
    '0.9s',
    '59.9s',
    '1m 00s',
    '1m 00s',
    '2m 05s',
    '59m 59s',
    '1h 00m',
    '25h 01m',
  ]);
});

test('a megabyte is a million bytes and has one digit behind the point', () => {
  assert.deepEqual([0, 49_999, 18_200_000, 1_182_000_000].map(megabytes), [
    '0.0',
    '0.0',
    '18.2',
    '1,182.0',
  ]);
});

test('large numbers are grouped', () => {
  assert.deepEqual([999, 1_234_567, 12_345_678_901_234n, 1.25].map(grouped), [
    '999',
    '1,234,567',
    '12,345,678,901,234',
    '1.25',
  ]);
});

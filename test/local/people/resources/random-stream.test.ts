import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream } from '../../../../local/people/resources/random-stream.ts';

const drawn = (seed: number, kind: number, index: number) => {
  const random = new RandomStream(seed, kind, index);
  return Array.from({ length: 8 }, () => random.below(1000));
};

test('the same seed, kind and index give the same numbers', () => {
  assert.deepEqual(drawn(1, 2, 3), drawn(1, 2, 3));
});

test('another seed, kind or index gives others, also beyond 32 bits', () => {
  const first = drawn(1, 2, 3);
  for (const other of [drawn(2, 2, 3), drawn(1, 3, 3), drawn(1, 2, 4), drawn(1, 2, 3 + 2 ** 32)])
    assert.notDeepEqual(other, first);
});

test('numbers are spread evenly', () => {
  const random = new RandomStream(1, 2, 3);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 20_000; draw += 1) {
    const number = random.below(10);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  for (const count of counts) assert.ok(count > 1800 && count < 2200, `${counts}`);
});

test('a pick is one of the values, and every value is picked', () => {
  const random = new RandomStream(1, 2, 3);
  const picked = new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c'])));
  assert.deepEqual([...picked].sort(), ['a', 'b', 'c']);
});

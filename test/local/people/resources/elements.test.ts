import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, instant } from '../../../../local/people/resources/elements.ts';
import { RandomStream } from '../../../../local/people/resources/random-stream.ts';

test('an instant is written as Date writes it', () => {
  const random = new RandomStream(1, 1, 1);
  const times = Array.from(
    { length: 5000 },
    () => random.below(2 ** 31) * 1000 + random.below(1000),
  );
  for (const time of [0, 951_782_400_000, 4_107_542_399_999, ...times])
    assert.equal(instant(time), new Date(time).toISOString());
});

test('a day is written as Date writes it, leap days included', () => {
  for (let days = 0; days < 150 * 366; days += 1)
    assert.equal(day(days), new Date(days * 86_400_000).toISOString().slice(0, 10));
});

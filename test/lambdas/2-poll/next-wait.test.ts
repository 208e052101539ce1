import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextWaitSeconds } from '../../../lambdas/2-poll/next-wait.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** Wait, Poll and the choice between them, in the events of a history (reliability 0.6). */
const EVENTS_OF_A_POLL = 9;

const cases: [number, number | undefined, number][] = [
  [0, undefined, 2],
  [-60, undefined, 2],
  [20, undefined, 2],
  [21, undefined, 3],
  [100, undefined, 10],
  [6000, undefined, 600],
  [6001, undefined, 600],
  [DAY_SECONDS, undefined, 600],
  [100, 9, 10],
  [100, 11, 11],
  [DAY_SECONDS, 3600, 3600],
  [0, 1, 2],
];
for (const [age, retryAfter, wait] of cases)
  test(`at ${age} s, with ${retryAfter ?? 'no'} Retry-After, the next poll is in ${wait} s`, () => {
    assert.equal(nextWaitSeconds(age, retryAfter), wait);
  });

/** Every wait of a job of that age, one after another. */
function waitsUntil(endSeconds: number): number[] {
  const waits: number[] = [];
  for (let age = 2; age < endSeconds; age += waits.at(-1) ?? 0)
    waits.push(nextWaitSeconds(age, undefined));
  return waits;
}

test('waits grow with the job, and stay under ten minutes', () => {
  const waits = waitsUntil(7 * DAY_SECONDS);
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b),
  );
  assert.equal(waits.at(-1), 600);
});

test('a job of seven days stays under 20,000 events of history (F2, P13)', () => {
  const polls = waitsUntil(7 * DAY_SECONDS).length;
  assert(polls > 1000 && polls * EVENTS_OF_A_POLL < 20_000, `${polls * EVENTS_OF_A_POLL} events`);
});

test('also a job of fourteen days, the longest a source may allow, stays under 25,000', () => {
  assert(waitsUntil(14 * DAY_SECONDS).length * EVENTS_OF_A_POLL < 25_000);
});

test('the end of a job is seen at most a tenth of its time late, or two seconds', () => {
  let age = 0;
  for (const wait of waitsUntil(DAY_SECONDS)) {
    age += wait;
    assert(wait <= Math.max(2, Math.ceil(age * 0.1)));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextWaitSeconds } from '../../../lambdas/2-poll/next-wait.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** Wait, Poll and the choice between them, in the events of a history (F2). */
const EVENTS_OF_A_POLL = 9;

const cases: [number, number | undefined, number, number][] = [
  [0, undefined, 0, 2],
  [-60, undefined, 0, 2],
  [20, undefined, 0, 2],
  [21, undefined, 0, 3],
  [100, undefined, 0, 10],
  [6000, undefined, 0, 600],
  [6001, undefined, 0, 600],
  [DAY_SECONDS, undefined, 0, 600],
  [2 * DAY_SECONDS, undefined, 0, 600],
  [4 * DAY_SECONDS, undefined, 0, 1200],
  [14 * DAY_SECONDS, undefined, 0, 3600],
  [100, 9, 0, 10],
  [100, 11, 0, 11],
  [DAY_SECONDS, 3600, 0, 3600],
  [0, 1, 0, 2],
  [100, undefined, 1, 20],
  [100, undefined, 3, 80],
  [100, 300, 3, 300],
  [100, 30, 3, 80],
  [100, undefined, 2000, 3600],
];
for (const [age, retryAfter, throttledPolls, wait] of cases)
  test(`at ${age} s, with ${retryAfter ?? 'no'} Retry-After and ${throttledPolls} 429s, the next poll is in ${wait} s`, () => {
    assert.equal(nextWaitSeconds(age, retryAfter, throttledPolls), wait);
  });

/** Every wait of a job of that age, one after another. */
function waitsUntil(endSeconds: number, retryAfter?: number): number[] {
  const waits: number[] = [];
  for (let age = 2; age < endSeconds; age += waits.at(-1) ?? 0)
    waits.push(nextWaitSeconds(age, retryAfter, 0));
  return waits;
}

test('a job of fourteen days, the longest deadline, takes fewer than 1,100 polls (P13, F2)', () => {
  const polls = [undefined, 1, 120].map((seconds) => waitsUntil(14 * DAY_SECONDS, seconds).length);
  assert(
    polls.every((count) => count > 500 && count < 1100),
    `${polls} polls`,
  );
  assert(Math.max(...polls) * EVENTS_OF_A_POLL < 10_000);
});

const ages = fc.integer({ min: -60, max: 15 * DAY_SECONDS });
const retryAfters = fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined });
const slow = fc.nat({ max: 5000 });

test('a wait is whole seconds from two to an hour, and never less than Retry-After (rule 25)', () => {
  fc.assert(
    fc.property(ages, retryAfters, slow, (age, retryAfter, throttledPolls) => {
      const wait = nextWaitSeconds(age, retryAfter, throttledPolls);
      assert(Number.isInteger(wait) && wait >= 2 && wait <= 3600 && wait >= (retryAfter ?? 0));
    }),
  );
});

test('a wait grows with the age of the job, with Retry-After, and with each 429 (rule 25)', () => {
  fc.assert(
    fc.property(ages, retryAfters, slow, (age, retryAfter, throttledPolls) => {
      const wait = nextWaitSeconds(age, retryAfter, throttledPolls);
      assert(nextWaitSeconds(age + 600, retryAfter, throttledPolls) >= wait);
      assert(nextWaitSeconds(age, (retryAfter ?? 0) + 60, throttledPolls) >= wait);
      assert(nextWaitSeconds(age, retryAfter, throttledPolls + 1) >= wait);
    }),
  );
});

test('the end of a job is seen at most a tenth of its time late, or two seconds', () => {
  let age = 0;
  for (const wait of waitsUntil(DAY_SECONDS)) {
    age += wait;
    assert(wait <= Math.max(2, Math.ceil(age * 0.1)));
  }
});

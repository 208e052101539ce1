import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { busyWaitSeconds } from '../../../lambdas/1-kick-off/busy-wait.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** Wait, Kick off and the choice between them, in the events of a history (reliability 0.6). */
const EVENTS_OF_A_TRY = 9;

/** Every wait of a server that is busy for so long, one after another. */
function waitsUntil(endSeconds: number, retryAfterSeconds?: number): number[] {
  const waits: number[] = [];
  for (let age = 0; age < endSeconds; age += waits.at(-1) ?? 0)
    waits.push(busyWaitSeconds(age, retryAfterSeconds));
  return waits;
}

test('K3: a busy server is asked after 1, 1, 2, 4, 8 and then each 15 minutes', () => {
  const minutes = waitsUntil(60 * 60).map((seconds) => seconds / 60);
  assert.deepEqual(minutes, [1, 1, 2, 4, 8, 15, 15, 15]);
});

const cases: [number, number, number][] = [
  [0, 1, 1],
  [0, 120, 120],
  [600, 120, 120],
  [600, 3600, 3600],
  [3600, 120, 360],
  [DAY_SECONDS, 120, 900],
  [-60, 5, 5],
];
for (const [age, retryAfter, wait] of cases)
  test(`K3: at ${age} s, with a Retry-After of ${retryAfter} s, the wait is ${wait} s`, () => {
    assert.equal(busyWaitSeconds(age, retryAfter), wait);
  });

for (const retryAfter of [undefined, 1, 120])
  test(`F2: fourteen busy days with a Retry-After of ${retryAfter} s stay under 15,000 events`, () => {
    const events = waitsUntil(14 * DAY_SECONDS, retryAfter).length * EVENTS_OF_A_TRY;
    assert(events < 15_000, `${events} events`);
  });

test('rule 23: no try is earlier than the server asks for, and none later than a quarter of an hour without', () => {
  const age = fc.integer({ min: -60, max: 14 * DAY_SECONDS });
  const patience = fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined });
  fc.assert(
    fc.property(age, patience, (ageSeconds, retryAfter) => {
      const wait = busyWaitSeconds(ageSeconds, retryAfter);
      assert(Number.isInteger(wait) && wait >= (retryAfter ?? 60));
      assert(wait <= Math.max(retryAfter ?? 0, 900));
    }),
  );
});

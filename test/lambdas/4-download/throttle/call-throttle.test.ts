import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextCallSeconds } from '../../../../lambdas/4-download/throttle/call-throttle.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000).toISOString();
const none = {
  ...{ consecutiveThrottles: 1, throttledSince: after(0), throttledAt: after(0), slots: [] },
};

/** The shortest and the longest wait. */
const waits = (notBefore: string, allowed = 4, count = 0) =>
  [0, 1].map((drawn) =>
    nextCallSeconds(
      { ...none, notBefore, allowed },
      { now: NOW, waits: count, random: () => drawn },
    ),
  );

test('no unit comes back before the server’s time, and not all at the same moment (D21)', () => {
  assert.deepEqual(waits(after(30)), [30, 36]);
  assert.deepEqual(waits(after(30), 400), [30, 75]);
  assert.deepEqual(waits(after(0.2)), [1, 6]);
});

test('a unit checks for a free slot every 10 to 30 seconds (D21)', () => {
  assert.deepEqual(waits(after(-1)), [10, 30]);
  assert.deepEqual(waits(after(0)), [10, 30]);
});

test('the n-th wait takes at least n seconds, up to 15 minutes (D21)', () => {
  assert.deepEqual(waits(after(30), 4, 99), [100, 100]);
  assert.deepEqual(waits(after(30), 4, 5000), [900, 900]);
  assert.deepEqual(waits(after(3600), 4, 5000), [3600, 3606]);
});

test('the shortest waits of fourteen days stay below 20,000 events (D21)', () => {
  const EVENTS_OF_A_WAIT = 9;
  let turns = 0;
  for (let seconds = 0; seconds < 14 * 86_400; turns += 1)
    seconds += waits(after(0.001), 4, turns)[0] ?? 0;
  assert.ok(turns * EVENTS_OF_A_WAIT < 17_000, `${turns} turns`);
});

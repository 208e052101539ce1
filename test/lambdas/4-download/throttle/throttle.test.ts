import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { acquire, release } from '../../../../lambdas/4-download/throttle/throttle.ts';
import type { ThrottleRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';
import {
  acquireAll,
  at,
  CALL_SECONDS,
  MAX,
  response,
  seconds,
  throttledBy,
  UNITS,
} from './throttle-cases.ts';

describe('a throttled response (D21)', () => {
  test('halves the concurrency, rounded up, and never to nothing', () => {
    let throttle = throttledBy(undefined, response(0, 30));
    const allowed = [throttle.allowed];
    for (const now of [40, 80, 120, 160]) {
      throttle = throttledBy(throttle, response(now, 30));
      allowed.push(throttle.allowed);
    }
    assert.deepEqual(allowed, [4, 2, 1, 1, 1]);
    assert.equal(throttledBy(undefined, response(0, 30), 5).allowed, 3);
  });

  test('stops all requests for as long as it says', () => {
    const throttle = throttledBy(undefined, response(0, 30));
    assert.equal(seconds(throttle.notBefore), 30);
    assert.deepEqual(acquireAll(throttle, UNITS, 29).allowed, []);
    assert.deepEqual(acquireAll(throttle, UNITS, 30).allowed, ['a', 'b', 'c', 'd']);
  });

  test('without Retry-After doubles our wait each consecutive time, up to 15 minutes', () => {
    let throttle: ThrottleRecord | undefined;
    const waits: number[] = [];
    for (let now = 0; waits.length < 9; now = seconds(throttle.notBefore) + 1) {
      throttle = throttledBy(throttle, response(now));
      waits.push(seconds(throttle.notBefore) - now);
    }
    assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
    assert.equal(throttle?.throttledSince, at(0).toISOString());
  });

  test('counts once for all requests that were refused at the same moment', () => {
    const first = throttledBy(undefined, response(1, 30));
    for (const requestedAt of [0, 1, 8])
      assert.equal(throttledBy(first, response(9, 22, requestedAt)), first);
    assert.equal(throttledBy(first, response(29, undefined, 29)), first);
  });

  test('to a call that did not know of a short wait yet changes nothing', () => {
    const first = throttledBy(undefined, response(0, 1));
    assert.equal(throttledBy(first, response(9, undefined, 9)), first);
    assert.equal(throttledBy(first, response(10, 1)).allowed, 2);
  });

  test('with a longer Retry-After than the others extends the wait, to the second', () => {
    const first = throttledBy(undefined, response(0, 30));
    assert.equal(throttledBy(first, response(1, 30)), first);
    const longer = throttledBy(first, response(1, 60));
    assert.deepEqual(longer, { ...first, notBefore: at(61).toISOString() });
  });
});

describe('slots (D21)', () => {
  const throttle = throttledBy(undefined, response(0, 30), 4);

  test('are as many as are allowed, first come, first served', () => {
    const first = acquireAll(throttle, UNITS, 31, 4);
    assert.deepEqual(first.allowed, ['a', 'b']);
    assert.deepEqual(acquireAll(first.throttle, ['c', 'b', 'a'], 32, 4).allowed, ['b', 'a']);
  });

  test('that are released go to others', () => {
    const { throttle: full } = acquireAll(throttle, UNITS, 31, 4);
    assert.deepEqual(acquireAll(release(full, 'a'), ['c', 'd'], 32, 4).allowed, ['c']);
    assert.equal(release(full, 'z'), full);
  });

  test('of a call that crashed expire with its time limit; until then the same unit finds its own', () => {
    const { throttle: full } = acquireAll(throttle, ['a', 'b'], 31, 4);
    assert.deepEqual(acquireAll(full, ['c', 'a'], 40, 4).allowed, ['a']);
    assert.deepEqual(acquireAll(full, ['c'], 31 + CALL_SECONDS - 1, 4).allowed, []);
    assert.deepEqual(acquireAll(full, ['c'], 31 + CALL_SECONDS, 4).allowed, ['c']);
  });

  test('that are no longer allowed are released, the last ones first', () => {
    const { throttle: full } = acquireAll(throttle, ['a', 'b'], 31, 4);
    const fewer = throttledBy(full, response(60, 10), 4);
    const { allowed, throttle: after } = acquireAll(fewer, ['b', 'a'], 71, 4);
    assert.deepEqual(allowed, ['a']);
    assert.deepEqual(
      after.slots.map(({ holder }) => holder),
      ['a'],
    );
  });

  test('acquired again in the same call are not written again', () => {
    const slot = { holder: 'a', expiresAt: at(900).toISOString() };
    const { throttle: held } = acquire(throttle, slot, at(31), 4);
    assert.equal(acquire(held, slot, at(41), 4).throttle, held);
  });
});

describe('a source that no longer throttles (D21)', () => {
  const once = throttledBy(undefined, response(0, 30));
  const throttle = throttledBy(throttledBy(once, response(60, 30)), response(120, 30));
  const allowedAt = (now: number, max = MAX) =>
    acquireAll(throttle, UNITS, now, max).allowed.length;

  test('gets one of eight more each ten minutes, until all are back and there is no limit', () => {
    const minutes = [0, 9, 10, 20, 50, 60].map((each) => allowedAt(150 + each * 60));
    assert.deepEqual(minutes, [1, 1, 2, 3, 6, 7]);
    assert.equal(allowedAt(150 + 70 * 60), UNITS.length);
  });

  test('gets an eighth of maxConcurrency more if that is large', () => {
    const many = throttledBy(undefined, response(0, 30), 400);
    const holders = Array.from({ length: 300 }, (_, i) => `${i}`);
    assert.equal(acquireAll(many, holders, 31, 400).allowed.length, 200);
    assert.equal(acquireAll(many, holders, 30 + 600, 400).allowed.length, 250);
  });

  test('is limited for ten minutes even if its maxConcurrency is one', () => {
    const one = throttledBy(undefined, response(0, 30), 1);
    assert.deepEqual(acquireAll(one, ['a', 'b'], 31, 1).allowed, ['a']);
    assert.deepEqual(acquireAll(one, ['a', 'b'], 30 + 600, 1).allowed, ['a', 'b']);
  });

  test('and throttles again begins with the first wait, and half of what it had by then', () => {
    const again = throttledBy(throttle, response(150 + 40 * 60));
    assert.deepEqual([again.consecutiveThrottles, again.allowed], [1, 3]);
    assert.equal(seconds(again.notBefore) - seconds(again.throttledAt), 15);
    assert.equal(again.throttledSince, again.throttledAt);
  });
});

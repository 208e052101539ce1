import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { claim, left } from '../../../../lambdas/4-download/throttle/throttle.ts';
import type { PaceRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';
import { at, busy, CALL_SECONDS, claims, MAX, seconds, slowed, UNITS } from './pace-world.ts';

describe('a busy answer (D21)', () => {
  test('halves what the source is asked for at a time, rounded up, and never to nothing', () => {
    let pace = slowed(undefined, busy(0, 30));
    const allowed = [pace.allowed];
    for (const now of [40, 80, 120, 160]) {
      pace = slowed(pace, busy(now, 30));
      allowed.push(pace.allowed);
    }
    assert.deepEqual(allowed, [4, 2, 1, 1, 1]);
    assert.equal(slowed(undefined, busy(0, 30), 5).allowed, 3);
  });

  test('keeps everybody away for as long as it says', () => {
    const pace = slowed(undefined, busy(0, 30));
    assert.equal(seconds(pace.notBefore), 30);
    assert.deepEqual(claims(pace, UNITS, 29).may, []);
    assert.deepEqual(claims(pace, UNITS, 30).may, ['a', 'b', 'c', 'd']);
  });

  test('without a time to wait doubles ours each time in a row, up to 15 minutes', () => {
    let pace: PaceRecord | undefined;
    const waits: number[] = [];
    for (let now = 0; waits.length < 9; now = seconds(pace.notBefore) + 1) {
      pace = slowed(pace, busy(now));
      waits.push(seconds(pace.notBefore) - now);
    }
    assert.deepEqual(waits, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
    assert.equal(pace?.busySince, at(0).toISOString());
  });

  test('counts once for all that were refused in the same moment', () => {
    const first = slowed(undefined, busy(1, 30));
    for (const askedAt of [0, 1, 8]) assert.equal(slowed(first, busy(9, 22, askedAt)), first);
    assert.equal(slowed(first, busy(29, undefined, 29)), first);
  });

  test('of whoever had not yet heard of a short wait tells nothing new', () => {
    const first = slowed(undefined, busy(0, 1));
    assert.equal(slowed(first, busy(9, undefined, 9)), first);
    assert.equal(slowed(first, busy(10, 1)).allowed, 2);
  });

  test('that says longer than the others did is obeyed, to the second', () => {
    const first = slowed(undefined, busy(0, 30));
    assert.equal(slowed(first, busy(1, 30)), first);
    const longer = slowed(first, busy(1, 60));
    assert.deepEqual(longer, { ...first, notBefore: at(61).toISOString() });
  });
});

describe('places (D21)', () => {
  const pace = slowed(undefined, busy(0, 30), 4);

  test('are as many as are allowed, for whoever comes first', () => {
    const first = claims(pace, UNITS, 31, 4);
    assert.deepEqual(first.may, ['a', 'b']);
    assert.deepEqual(claims(first.pace, ['c', 'b', 'a'], 32, 4).may, ['b', 'a']);
  });

  test('that are left are taken by others', () => {
    const { pace: full } = claims(pace, UNITS, 31, 4);
    assert.deepEqual(claims(left(full, 'a'), ['c', 'd'], 32, 4).may, ['c']);
    assert.equal(left(full, 'z'), full);
  });

  test('of a call that died end with its time, and the same unit finds its own before that', () => {
    const { pace: full } = claims(pace, ['a', 'b'], 31, 4);
    assert.deepEqual(claims(full, ['c', 'a'], 40, 4).may, ['a']);
    assert.deepEqual(claims(full, ['c'], 31 + CALL_SECONDS - 1, 4).may, []);
    assert.deepEqual(claims(full, ['c'], 31 + CALL_SECONDS, 4).may, ['c']);
  });

  test('that are no longer allowed are given up, the last ones first', () => {
    const { pace: full } = claims(pace, ['a', 'b'], 31, 4);
    const fewer = slowed(full, busy(60, 10), 4);
    const { may, pace: after } = claims(fewer, ['b', 'a'], 71, 4);
    assert.deepEqual(may, ['a']);
    assert.deepEqual(
      after.places.map(({ holder }) => holder),
      ['a'],
    );
  });

  test('asked for again in the same call are not written again', () => {
    const place = { holder: 'a', until: at(900).toISOString() };
    const { pace: held } = claim(pace, place, at(31), 4);
    assert.equal(claim(held, place, at(41), 4).pace, held);
  });
});

describe('a source that no longer asks to wait (D21)', () => {
  const pace = slowed(slowed(slowed(undefined, busy(0, 30)), busy(60, 30)), busy(120, 30));
  const mayAt = (now: number, max = MAX) => claims(pace, UNITS, now, max).may.length;

  test('gets one of eight more each ten minutes, until it has all, and nobody counts any more', () => {
    const minutes = [0, 9, 10, 20, 50, 60].map((each) => mayAt(150 + each * 60));
    assert.deepEqual(minutes, [1, 1, 2, 3, 6, 7]);
    assert.equal(mayAt(150 + 70 * 60), UNITS.length);
  });

  test('gets an eighth of all more where that is many', () => {
    const many = slowed(undefined, busy(0, 30), 400);
    const holders = Array.from({ length: 300 }, (_, i) => `${i}`);
    assert.equal(claims(many, holders, 31, 400).may.length, 200);
    assert.equal(claims(many, holders, 30 + 600, 400).may.length, 250);
  });

  test('is held back ten minutes long also where one at a time is all that it ever gets', () => {
    const one = slowed(undefined, busy(0, 30), 1);
    assert.deepEqual(claims(one, ['a', 'b'], 31, 1).may, ['a']);
    assert.deepEqual(claims(one, ['a', 'b'], 30 + 600, 1).may, ['a', 'b']);
  });

  test('and then asks again begins anew with the waits, from half of what it had by then', () => {
    const again = slowed(pace, busy(150 + 40 * 60));
    assert.deepEqual([again.rounds, again.allowed], [1, 3]);
    assert.equal(seconds(again.notBefore) - seconds(again.slowedAt), 15);
    assert.equal(again.busySince, again.slowedAt);
  });
});

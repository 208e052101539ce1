import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkDeadline, withinDeadline } from '../../../lambdas/runtime/clock.ts';

const startedAt = '2026-11-22T03:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000);

test('a wait within the deadline is as long as it was asked (F6)', () => {
  const limits = { startedAt, deadlineHours: 2, now: at(3600) };
  for (const seconds of [1, 60, 3599, 3600]) assert.equal(withinDeadline(seconds, limits), seconds);
});

test('a longer wait ends where the deadline is over, and not before (F6)', () => {
  const deadlineHours = fc.double({ min: 0.01, max: 336, noNaN: true });
  fc.assert(
    fc.property(deadlineHours, fc.nat({ max: 1_209_600 }), (deadlineHours, age) => {
      const now = at(age);
      const wait = withinDeadline(Number.MAX_SAFE_INTEGER, { startedAt, deadlineHours, now });
      assert(Number.isInteger(wait) && wait >= 1);
      const after = new Date(now.getTime() + wait * 1000);
      assert.throws(() => checkDeadline(startedAt, deadlineHours, after), {
        name: 'DeadlineExceeded',
      });
      const before = new Date(after.getTime() - 1001);
      if (wait > 1) checkDeadline(startedAt, deadlineHours, before);
    }),
  );
});

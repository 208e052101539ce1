import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendar } from '../../../local/people/calendar.ts';
import { after, EPOCH } from './small-population.ts';

const dates = (visitsPerMinute: number, people = 50) =>
  calendar({ seed: 1, people, epoch: EPOCH, visitsPerMinute });

test('all visits of the base snapshot lie in the year up to the epoch', () => {
  const { timeOf, visitsUntil, recordedAt } = dates(60);
  assert.equal(visitsUntil(EPOCH), 200);
  assert.ok(timeOf(0) > recordedAt && recordedAt === Date.parse('2025-01-01T00:00:00Z'));
  assert.equal(timeOf(199), EPOCH.getTime());
});

test('after the epoch there are visitsPerMinute visits a minute', () => {
  assert.equal(dates(60).visitsUntil(after(60)), 260);
  assert.equal(dates(7).visitsUntil(after(3600)), 200 + 7 * 60);
  assert.equal(dates(0).visitsUntil(after(3600)), 200);
});

test('the visits until a time are those at that time or before', () => {
  for (const visitsPerMinute of [0.01, 1, 7, 60, 1001, 120_000])
    for (const seconds of [-9e6, -1, 0, 0.001, 1, 8.571, 59.999, 1234.567]) {
      const { timeOf, visitsUntil } = dates(visitsPerMinute);
      const time = after(seconds);
      const visits = visitsUntil(time);
      assert.ok(visits === 0 || timeOf(visits - 1) <= time.getTime(), `${seconds}`);
      assert.ok(timeOf(visits) > time.getTime(), `${visitsPerMinute} ${seconds}`);
    }
});

test('a patient is written at the first visit and updated at some later ones, never at another patient’s', () => {
  const { lastUpdate } = dates(60, 10);
  assert.equal(lastUpdate(3, 3), undefined);
  assert.equal(lastUpdate(3, 4), 3);
  const updates = new Set(Array.from({ length: 400 }, (_, end) => lastUpdate(3, end + 4)));
  assert.ok(updates.size > 5 && updates.size < 20, `${updates.size} of 40 visits`);
  for (const update of updates) assert.equal((update ?? 0) % 10, 3);
});

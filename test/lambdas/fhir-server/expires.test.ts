import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExpires } from '../../../lambdas/fhir-server/expires.ts';
import { NOW } from '../../fakes/manual-clock.ts';

/** NOW is three o'clock. */
const read = (expires: string | undefined, date?: string) =>
  readExpires({ ...(expires !== undefined && { expires }), ...(date && { date }) }, new Date(NOW));

const FOUR = 'Sun, 22 Nov 2026 04:00:00 GMT';

test('rule 27, M15: the time after which links are good no more', () => {
  assert.equal(read(FOUR), '2026-11-22T04:00:00.000Z');
  assert.equal(read(` ${FOUR} `), '2026-11-22T04:00:00.000Z');
});

for (const text of [
  undefined,
  '',
  '0',
  '-1',
  '3600',
  'soon',
  'Never, ever',
  '2026-11-22T04:00:00Z',
])
  test(`rule 27: an Expires of ${text} says nothing`, () => assert.equal(read(text), null));

const past = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Sun, 22 Nov 2026 03:00:00 GMT'];
for (const text of past)
  test(`rule 27: an Expires of ${text}, which was over when it came, is said against caches`, () => {
    assert.equal(read(text), null);
  });

test('rule 27: when it came is what the server’s own clock says, where it does', () => {
  const behind = 'Sun, 22 Nov 2026 01:00:00 GMT';
  assert.equal(read('Sun, 22 Nov 2026 01:30:00 GMT', behind), '2026-11-22T01:30:00.000Z');
  assert.equal(read(behind, behind), null);
  assert.equal(read(FOUR, FOUR), null);
  assert.equal(read(FOUR, 'today'), '2026-11-22T04:00:00.000Z');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readExpires, readRetryAfter } from '../../../lambdas/fhir-server/time-headers.ts';
import { NOW } from '../../fakes/manual-clock.ts';

const now = new Date('2026-11-22T03:00:00Z');

/** The longest deadline of a source, in seconds. */
const FORTNIGHT = 14 * 24 * 3600;

const cases: [string | undefined, number | undefined][] = [
  ['120', 120],
  [' 120 ', 120],
  ['007', 7],
  ['0', 1],
  ['1', 1],
  ['3600', 3600],
  ['3601', 3601],
  ['99999999999999999999999', FORTNIGHT],
  ['999999999', FORTNIGHT],
  ['1000000000', 1],
  ['1795316399', 1],
  ['1795316400', 1],
  ['1795316520', 120],
  ['1795399999', 83_599],
  ['1795316520000', 120],
  ['1795316400001', 1],
  ['1795316401001', 2],
  ['999999999999', FORTNIGHT],
  ['1000000000000', 1],
  ['9'.repeat(400), FORTNIGHT],
  ['Sun, 22 Nov 2026 03:02:00 GMT', 120],
  ['Sun, 22 Nov 2026 03:50:00 GMT', 3000],
  ['Sun, 22 Nov 2026 03:00:00 GMT', 1],
  ['Sun, 22 Nov 2026 02:00:00 GMT', 1],
  ['Mon, 23 Nov 2026 03:00:00 GMT', 86_400],
  ['Sun, 22 Nov 2027 03:00:00 GMT', FORTNIGHT],
  ['Sun Nov 22 03:02:00 2026 GMT', 120],
  [undefined, undefined],
  ['', undefined],
  ['  ', undefined],
  ['-5', undefined],
  ['+5', undefined],
  ['12.5', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['120s', undefined],
  ['2026-11-22T03:02:00Z', undefined],
  ['Infinity', undefined],
  ['soon', undefined],
  ['Sun, 99 Nov 2026 99:00:00 GMT', undefined],
  ['١٢٠', undefined],
];
for (const [header, seconds] of cases)
  test(`Retry-After ${JSON.stringify(header)} is ${seconds ?? 'unusable'} (P2)`, () => {
    assert.equal(readRetryAfter(header, now), seconds);
  });

/** Valid headers, plausible ones, and noise. */
const header = fc.oneof(
  fc.string(),
  fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(String),
  fc.bigInt({ min: 0n }).map(String),
  fc.date().map((date) => date.toUTCString()),
  fc.date().map((date) => String(date.getTime())),
);

test('the wait is whole seconds within the longest deadline, whatever the server sends (P2)', () => {
  fc.assert(
    fc.property(header, fc.date({ noInvalidDate: true }), (text, anyNow) => {
      const seconds = readRetryAfter(text, anyNow);
      if (seconds === undefined) return true;
      return Number.isInteger(seconds) && seconds >= 1 && seconds <= FORTNIGHT;
    }),
    { numRuns: 2000 },
  );
});

test('every format of the same time gives the same wait (P2)', () => {
  const wait = fc.integer({ min: -7200, max: 2 * FORTNIGHT });
  fc.assert(
    fc.property(wait, (seconds) => {
      const until = new Date(now.getTime() + seconds * 1000);
      const spelt = [until.toUTCString(), `${until.getTime() / 1000}`, `${until.getTime()}`];
      const waits = spelt.map((text) => readRetryAfter(text, now));
      return waits.every((each) => each === Math.min(FORTNIGHT, Math.max(1, seconds)));
    }),
  );
});

/** NOW is 03:00. */
const read = (expires: string | undefined, date?: string) =>
  readExpires({ ...(expires !== undefined && { expires }), ...(date && { date }) }, new Date(NOW));

const FOUR = 'Sun, 22 Nov 2026 04:00:00 GMT';

test('Expires is when links expire (rule 27, M15)', () => {
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
  test(`an Expires of ${text} is ignored (rule 27)`, () => assert.equal(read(text), null));

const past = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Sun, 22 Nov 2026 03:00:00 GMT'];
for (const text of past)
  test(`an Expires of ${text}, in the past, only forbids caching (rule 27)`, () => {
    assert.equal(read(text), null);
  });

test('Expires is compared with the server’s own Date, if there is one (rule 27)', () => {
  const behind = 'Sun, 22 Nov 2026 01:00:00 GMT';
  assert.equal(read('Sun, 22 Nov 2026 01:30:00 GMT', behind), '2026-11-22T01:30:00.000Z');
  assert.equal(read(behind, behind), null);
  assert.equal(read(FOUR, FOUR), null);
  assert.equal(read(FOUR, 'today'), '2026-11-22T04:00:00.000Z');
});

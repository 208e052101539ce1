import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../../local/state-machine/jsonata/evaluate.ts';
import { functions } from '../../../../local/state-machine/jsonata/functions.ts';
import { virtualClock } from '../../../fakes/virtual-clock.ts';

const clock = virtualClock(new Date('2026-03-04T05:06:07.089Z'));
const value = (source: string) =>
  evaluate(`{% ${source} %}`, 'Output', functions({ clock, random: () => 0.5 }));

test('$partition cuts an array into pieces', async () => {
  assert.deepEqual(await value('$partition([1..5], 2)'), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(await value('$partition([1..5], 2.9)'), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(await value('$partition([1..3])'), [[1, 2, 3]]);
});

test('$partition gives nothing for no items or a size of 0, and refuses a negative one', async () => {
  await assert.rejects(value('$partition([], 2)'), /returned nothing/);
  await assert.rejects(value('$partition([1], 0)'), /returned nothing/);
  await assert.rejects(value('$partition([1], -1)'), /must be zero or greater/);
  await assert.rejects(value('$partition(1, 2)'), /must be an array/);
});

test('$range counts up and down, with the end included', async () => {
  assert.deepEqual(await value('$range(0, 10, 5)'), [0, 5, 10]);
  assert.deepEqual(await value('$range(3, 1, -1)'), [3, 2, 1]);
  assert.deepEqual(await value('$range(-1.7, 1, 1)'), [-1, 0, 1]);
});

test('$range is a sequence: one number is bare, none is nothing', async () => {
  assert.equal(await value('$range(1, 1, 1)'), 1);
  await assert.rejects(value('$range(1, 5, -1)'), /returned nothing/);
  await assert.rejects(value('$range(1, 5, 0)'), /returned nothing/);
  await assert.rejects(value('$range(1, 5)'), /returned nothing/);
  await assert.rejects(value("$range(1, 'x', 1)"), /does not match function signature/);
});

test('$hash knows five algorithms, by these names only', async () => {
  assert.equal(await value("$hash('sluice', 'MD5')"), '56c4228bc58d4cdf3ff01c3fc6e84189');
  assert.match(String(await value("$hash('sluice', 'SHA-512')")), /^[0-9a-f]{128}$/);
  await assert.rejects(value("$hash('sluice', 'sha-256')"), /one of MD5, SHA-1/);
  await assert.rejects(value("$hash('sluice')"), /returned nothing/);
});

test('$random is the same for the same seed, and from 0 up to 1', async () => {
  assert.equal(await value('$random(7) = $random(7)'), true);
  assert.equal(await value('$random(7) = $random(8)'), false);
  assert.equal(await value('$random(7) >= 0 and $random(7) < 1'), true);
  assert.equal(await value('$random()'), 0.5);
  await assert.rejects(value("$random('x')"), /does not match function signature/);
});

test('$uuid gives a version 4 UUID', async () => {
  assert.match(
    String(await value('$uuid()')),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('$parse reads JSON text', async () => {
  assert.deepEqual(await value(`$parse('{"a":[1]}').a[0]`), 1);
  await assert.rejects(value("$parse('{')"), /threw an error/);
  await assert.rejects(value('$parse(1)'), /does not match function signature/);
});

test('$now and $millis read the clock that was handed in', async () => {
  assert.equal(await value('$now()'), '2026-03-04T05:06:07.089Z');
  assert.equal(await value("$now('[Y0001]-[M01]-[D01]')"), '2026-03-04');
  assert.equal(await value('$millis()'), Date.parse('2026-03-04T05:06:07.089Z'));
});

test('there is no $eval', async () => {
  await assert.rejects(value("$eval('1+1')"), /T1006/);
});

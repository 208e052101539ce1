import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceKeys } from '../../../../lambdas/lake/keys.ts';
import { EXPORT_ID, keys } from '../../../fakes/builders.ts';
import type { Scripted } from '../../../fakes/scripted-http.ts';
import { aFileOf } from '../files.ts';
import { throttledWorld, tooMany } from './throttled-world.ts';

const file = aFileOf('a');

test('a server that never throttles costs one read of a missing record (D21)', async () => {
  const world = await throttledWorld([[file, file, file]]);
  const { read } = world.storage;
  const reads: string[] = [];
  world.storage.read = (key) => {
    if (key.startsWith('state/')) reads.push(key);
    return read(key);
  };
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(reads, [sourceKeys('acme').throttle]);
  assert.equal(await world.throttle(), undefined);
});

test('a throttled response ends the call with the time to wait, and what has landed is kept (D21)', async () => {
  const world = await throttledWorld([[file, [tooMany('120'), file], file]]);
  assert.deepEqual(await world.download(), { kind: 'retry-after', waitSeconds: 123 });
  assert.deepEqual([await world.receipts(), world.clock.sleeps], [1, []]);
  assert.equal(world.http.requests.length, 2);
  world.clock.advance(123);
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual([await world.receipts(), world.http.requests.length], [3, 4]);
});

for (const [what, answer, waitSeconds] of [
  ['429 with a date', tooMany('Sun, 22 Nov 2026 03:05:00 GMT'), 303],
  ['429 without a time', tooMany(), 18],
  ['429 with no time at all', tooMany('soon'), 18],
  ['503 with seconds', tooMany('60', 503), 63],
  ['503 without a time', tooMany(undefined, 503), 18],
] as const)
  test(`${what} is a wait of ${waitSeconds} seconds (D21, P2)`, async () => {
    const world = await throttledWorld([[answer]]);
    assert.deepEqual(await world.download(), { kind: 'retry-after', waitSeconds });
    const fields = { source: 'acme', allowed: 4 };
    assert.partialDeepStrictEqual(world.log.lines, [
      { level: 'warn', event: 'download.throttled', fields },
    ]);
    assert.deepEqual(world.log.counts, [{ metric: 'ThrottledResponses', value: 1 }]);
  });

test('what one unit is told holds for all, and they send no request before the time (D21)', async () => {
  const world = await throttledWorld([[[tooMany('30'), file]], [file]]);
  await world.download(1);
  world.clock.advance(10);
  assert.deepEqual(await world.download(2), { kind: 'retry-after', waitSeconds: 23 });
  assert.equal(world.http.requests.length, 1);
  world.clock.advance(20);
  assert.equal((await world.download(2)).kind, 'done');
});

test('a call in the middle of its unit is throttled within ten seconds (D21)', async () => {
  const seconds =
    (of: number): Scripted =>
    () => {
      world.clock.advance(of);
      return file;
    };
  const slowed: Scripted = () => {
    world.clock.advance(1);
    return tooMany('600');
  };
  const world = await throttledWorld([[seconds(4), seconds(4), seconds(4), file], [slowed]]);
  const first = world.download(1);
  const second = world.download(2);
  assert.deepEqual([(await first).kind, (await second).kind], ['retry-after', 'retry-after']);
  assert.ok((await world.receipts(1)) < 4);
});

test('only as many units as are allowed are served at a time, and the others check again (D21)', async () => {
  const world = await throttledWorld([[tooMany('30')], [file], [file], [file]], {
    maxConcurrency: 2,
  });
  await world.download(1);
  world.clock.advance(30);
  const results = await Promise.all([2, 3, 4].map((unit) => world.download(unit)));
  assert.deepEqual(results.map(({ kind }) => kind).sort(), ['done', 'retry-after', 'retry-after']);
  assert.deepEqual(await world.holders(), []);
});

/** Unit 1 holds the only slot, for a minute, and its call is killed before it releases it. */
async function killedWithSlot() {
  const dies: Scripted = () => {
    world.storage.put = () => Promise.reject(new Error('killed'));
    return file;
  };
  const world = await throttledWorld([[[tooMany('30'), dies, file]], [file]], {
    maxConcurrency: 1,
  });
  const { put } = world.storage;
  await world.download(1);
  world.clock.advance(30);
  await assert.rejects(
    world.download(1, {}, () => 60_000),
    /killed/,
  );
  world.storage.put = put;
  assert.deepEqual(await world.holders(), [keys.unit(1)]);
  assert.equal((await world.download(2)).kind, 'retry-after');
  return world;
}

test('the slot of a killed call is found by the next call of its unit (D21)', async () => {
  const world = await killedWithSlot();
  assert.equal((await world.download(1)).kind, 'done');
  assert.deepEqual(await world.holders(), []);
});

test('the slot of a killed call goes to others once it has expired (D21)', async () => {
  const world = await killedWithSlot();
  world.clock.advance(60);
  assert.equal((await world.download(2)).kind, 'done');
});

test('a source that throttles for longer than stuckAfterHours is reported (D21)', async () => {
  const world = await throttledWorld([[tooMany()]], { stuckAfterHours: 1 });
  for (let waits = 0; waits < 12; waits += 1) {
    const ended = await world.download(1, { waits });
    assert(ended.kind === 'retry-after');
    world.clock.advance(ended.waitSeconds);
  }
  const stuck = world.log.counts.filter(({ metric }) => metric === 'StuckDownloads');
  assert.ok(stuck.length >= 1);
  assert.equal(world.log.lines.at(-1)?.event, 'download.stuck');
});

test('an export past its deadline fails, and no longer waits (D21)', async () => {
  const world = await throttledWorld([[tooMany('30')]], { deadlineHours: 1 });
  assert.equal((await world.download()).kind, 'retry-after');
  world.clock.advance(3601);
  await assert.rejects(world.download(), { name: 'DeadlineExceeded', message: /1 hours/ });
});

test('so does one that lands file after file and does not end (F6, D14)', async () => {
  const world = await throttledWorld([[file, file, file]], { deadlineHours: 1 });
  const none = () => 0;
  assert.deepEqual(await world.download(1, {}, none), { kind: 'continue' });
  world.clock.advance(3601);
  await assert.rejects(world.download(1, {}, none), { name: 'DeadlineExceeded' });
  assert.equal(await world.receipts(), 2);
});

test('a wait of days is obeyed by every unit, and shows in metrics and wait.json (D21, P2)', async () => {
  const world = await throttledWorld([[tooMany('100000')], [file]]);
  assert.deepEqual(await world.download(1), { kind: 'retry-after', waitSeconds: 100_003 });
  assert.deepEqual(world.log.counts, [
    { metric: 'ThrottledResponses', value: 1 },
    { metric: 'LongWaits', value: 1 },
  ]);
  const wait = JSON.parse((await world.storage.read(keys.wait))?.text ?? '');
  assert.deepEqual(wait, { step: 'download', until: '2026-11-23T06:46:43.000Z' });
  assert.deepEqual(await world.download(2), { kind: 'retry-after', waitSeconds: 100_003 });
});

test('a wait ends at the deadline, and the server is not asked before its time (D21, F6)', async () => {
  const world = await throttledWorld([[tooMany('100000')]], { deadlineHours: 2 });
  assert.deepEqual(await world.download(), { kind: 'retry-after', waitSeconds: 7201 });
  world.clock.advance(7201);
  await assert.rejects(world.download(1, { waits: 1 }), { name: 'DeadlineExceeded' });
  assert.equal(world.http.requests.length, 1);
});

const broken: Scripted = { status: 404 };

/** One file has landed, and the next one is refused for good; then a put of such a key fails. */
async function refusedWhile(fails: (key: string) => boolean) {
  const world = await throttledWorld([[file, broken]]);
  const { put } = world.storage;
  world.storage.put = (key, ...rest) =>
    fails(key) ? Promise.reject(new Error('SlowDown')) : put(key, ...rest);
  return world;
}

test('a failed flush of receipts does not replace the error of a file', async () => {
  const world = await refusedWhile((key) => key.includes('/receipts/'));
  await assert.rejects(world.download(), {
    name: 'FileRefused',
    message: /answered 404 .*\(then: SlowDown\)$/,
  });
});

test('a failed flush of receipts after the last file is an error: they would be lost', async () => {
  const world = await throttledWorld([[file]]);
  const { put } = world.storage;
  world.storage.put = (key, ...rest) =>
    key.includes('/receipts/') ? Promise.reject(new Error('SlowDown')) : put(key, ...rest);
  await assert.rejects(world.download(), { message: 'SlowDown' });
});

/** The unit has a slot, and the throttle cannot be written any more once it is requested. */
async function slotCannotBeReleased(answer: Scripted) {
  const world = await throttledWorld([[[tooMany('30'), () => answered()]]]);
  const { put } = world.storage;
  const answered = () => {
    world.storage.put = (key, ...rest) =>
      key.startsWith('state/') ? Promise.reject(new Error('SlowDown')) : put(key, ...rest);
    assert(typeof answer === 'object');
    return answer;
  };
  await world.download();
  world.clock.advance(30);
  return world;
}

test('a slot that cannot be released replaces no error of a file, and is logged (D21)', async () => {
  const world = await slotCannotBeReleased(broken);
  await assert.rejects(world.download(), { name: 'FileRefused' });
  assert.deepEqual(world.log.lines.at(-1), {
    ...{ level: 'warn', event: 'download.slot-not-released' },
    fields: { exportId: EXPORT_ID, message: 'SlowDown' },
  });
});

test('nor does it fail a unit that is done: the slot expires with the call (D21)', async () => {
  const world = await slotCannotBeReleased(file);
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual([await world.receipts(), (await world.holders()).length], [1, 1]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aText, attachmentWorld } from './attachment-world.ts';

/** The server of attachments is unavailable, or throttles (D21). */

test('an unavailable server is retried three times for one attachment (D21)', async () => {
  const world = await attachmentWorld([aText('a'), { status: 500 }, aText('c')]);
  for (let n = 0; n < 3; n += 1)
    await assert.rejects(world.download(), { name: 'ServerUnavailable' }, `${n}`);
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(world.asked(), [1, ...Array.from({ length: 12 }, () => 2), 3]);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'failed', 'stored'],
  );
});

test('and nine times for a unit, so that the state machine never fails it (D21)', async () => {
  const world = await attachmentWorld(Array.from({ length: 5 }, () => ({ status: 500 })));
  let failures = 0;
  const failed = () =>
    world.download().then(
      () => false,
      () => true,
    );
  while (await failed()) failures += 1;
  assert.equal(failures, 9);
  assert.equal((await world.lines()).length, 5);
});

test('a throttling server is waited for as long as it asks, each time (D21)', async () => {
  const busy = { status: 429, headers: { 'retry-after': '60' } };
  const world = await attachmentWorld([busy, busy, busy].map((answer) => [answer, aText('a')]));
  for (let n = 0; n < 3; n += 1) {
    assert.deepEqual(await world.download(), { kind: 'retry-after', waitSeconds: 63 });
    world.clock.advance(63);
  }
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(world.asked(), [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'stored', 'stored'],
  );
});

test('fifty times for one attachment, which then fails alone (D21)', async () => {
  const world = await attachmentWorld([aText('a'), { status: 429 }, aText('c')]);
  let waits = 0;
  for (
    let ended = await world.download();
    ended.kind === 'retry-after';
    ended = await world.download()
  ) {
    waits += 1;
    world.clock.advance(ended.waitSeconds);
  }
  assert.equal(waits, 50);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'failed', 'stored'],
  );
});

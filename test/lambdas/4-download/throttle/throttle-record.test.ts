import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claim, slowedDown } from '../../../../lambdas/4-download/throttle/throttle.ts';
import { changePace, PaceRecord } from '../../../../lambdas/4-download/throttle/throttle-record.ts';
import { sourceKeys } from '../../../../lambdas/lake/keys.ts';
import { readRecord } from '../../../../lambdas/lake/record.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

const MAX = 8;

/** A storage in which all reads of one moment come before the writes, and what is written to it. */
function world() {
  const storage = memoryStorage();
  const deps = { storage, clock: manualClock(), random: () => 0.5 };
  let writes = 0;
  const { put } = storage;
  storage.put = async (...args) => {
    await Promise.resolve();
    const stored = await put(...args);
    if (stored === 'stored') writes += 1;
    return stored;
  };
  return { deps, writes: () => writes };
}

const refusedAt = (now: Date) => (pace: PaceRecord | undefined) => ({
  pace: slowedDown(pace, { askedAt: now, now, retryAfterSeconds: 30 }, MAX),
});

test('of a hundred that are refused at once one writes, and the source is halved once (D21)', async () => {
  const { deps, writes } = world();
  const now = deps.clock.now();
  const all = Array.from({ length: 100 }, () => changePace('acme', refusedAt(now), deps));
  const allowed = (await Promise.all(all)).map(({ pace }) => pace.allowed);
  assert.deepEqual([new Set(allowed), writes()], [new Set([4]), 1]);
});

test('of twenty that want a place at once as many get one as there are (D21)', async () => {
  const { deps } = world();
  await changePace('acme', refusedAt(deps.clock.now()), deps);
  deps.clock.advance(31);
  const until = new Date(deps.clock.now().getTime() + 900_000).toISOString();
  const taken = Array.from({ length: 20 }, (_, i) =>
    changePace(
      'acme',
      (pace) => {
        assert.ok(pace);
        return claim(pace, { holder: `${i}`, until }, deps.clock.now(), MAX);
      },
      deps,
    ),
  );
  const may = (await Promise.all(taken)).filter((claimed) => claimed.may === 'by its place');
  assert.equal(may.length, 4);
});

test('nothing is written where nothing changes', async () => {
  const { deps, writes } = world();
  assert.deepEqual(await changePace('acme', (pace) => ({ pace }), deps), { pace: undefined });
  assert.equal(writes(), 0);
});

test('a pace that cannot be read holds nobody back, and the next slow-down writes over it (D21)', async () => {
  const { deps } = world();
  const { pace: key } = sourceKeys('acme');
  await deps.storage.put(key, '{"allowed":"some"}');
  assert.deepEqual(await changePace('acme', (pace) => ({ pace }), deps), { pace: undefined });
  await changePace('acme', refusedAt(deps.clock.now()), deps);
  assert.equal((await readRecord(key, PaceRecord, deps.storage)).allowed, 4);
});

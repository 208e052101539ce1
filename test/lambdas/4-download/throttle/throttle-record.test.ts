import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acquire, throttled } from '../../../../lambdas/4-download/throttle/throttle.ts';
import {
  ThrottleRecord,
  updateThrottle,
} from '../../../../lambdas/4-download/throttle/throttle-record.ts';
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

const throttledAt = (now: Date) => (throttle: ThrottleRecord | undefined) => ({
  throttle: throttled(throttle, { requestedAt: now, now, retryAfterSeconds: 30 }, MAX),
});

test('of a hundred calls that are throttled at once one writes, and the concurrency is halved once (D21)', async () => {
  const { deps, writes } = world();
  const now = deps.clock.now();
  const all = Array.from({ length: 100 }, () => updateThrottle('acme', throttledAt(now), deps));
  const allowed = (await Promise.all(all)).map(({ throttle }) => throttle.allowed);
  assert.deepEqual([new Set(allowed), writes()], [new Set([4]), 1]);
});

test('of twenty calls that acquire a slot at once as many get one as there are (D21)', async () => {
  const { deps } = world();
  await updateThrottle('acme', throttledAt(deps.clock.now()), deps);
  deps.clock.advance(31);
  const expiresAt = new Date(deps.clock.now().getTime() + 900_000).toISOString();
  const acquired = Array.from({ length: 20 }, (_, i) =>
    updateThrottle(
      'acme',
      (throttle) => {
        assert.ok(throttle);
        return acquire(throttle, { holder: `${i}`, expiresAt }, deps.clock.now(), MAX);
      },
      deps,
    ),
  );
  const slots = (await Promise.all(acquired)).filter(({ access }) => access === 'slot');
  assert.equal(slots.length, 4);
});

test('nothing is written if nothing changes', async () => {
  const { deps, writes } = world();
  assert.deepEqual(await updateThrottle('acme', (throttle) => ({ throttle }), deps), {
    throttle: undefined,
  });
  assert.equal(writes(), 0);
});

test('an unreadable throttle limits nobody, and the next throttled response overwrites it (D21)', async () => {
  const { deps } = world();
  const { throttle: key } = sourceKeys('acme');
  await deps.storage.put(key, '{"allowed":"some"}');
  assert.deepEqual(await updateThrottle('acme', (throttle) => ({ throttle }), deps), {
    throttle: undefined,
  });
  await updateThrottle('acme', throttledAt(deps.clock.now()), deps);
  assert.equal((await readRecord(key, ThrottleRecord, deps.storage)).allowed, 4);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { acquireLease, releaseLease } from '../../../lambdas/lake/lease.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const place = { source: 'acme', scope: 's' };
const claim = (exportId: string) => ({ ...place, exportId, executionArn: `arn:${exportId}` });
const world = () => ({ storage: memoryStorage(), clock: manualClock() });

const leaseIn = async ({ storage }: ReturnType<typeof world>) =>
  JSON.parse((await storage.read(scopeKeys('acme', 's').lease))?.text ?? 'null');

test('a free lease is acquired, with its holder and time (O1)', async () => {
  const deps = world();
  assert.deepEqual(await acquireLease(claim('a'), deps), { kind: 'acquired' });
  assert.deepEqual(await leaseIn(deps), {
    kind: 'held',
    exportId: 'a',
    executionArn: 'arn:a',
    since: '2026-11-22T03:00:00.000Z',
  });
});

test('of two concurrent exports one acquires the lease, and the other learns the holder (O1, O3)', async () => {
  const deps = world();
  const leased = await Promise.all([
    acquireLease(claim('a'), deps),
    acquireLease(claim('b'), deps),
  ]);
  assert.deepEqual(leased.map(({ kind }) => kind).sort(), ['acquired', 'held']);
  const { exportId } = await leaseIn(deps);
  const held = leased.find((each) => each.kind === 'held');
  assert.equal(held?.exportId, exportId);
});

test('the same export may acquire its lease again (K10)', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  assert.deepEqual(await acquireLease(claim('a'), deps), { kind: 'acquired' });
});

test('a freed lease can be acquired by another export', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  await releaseLease(claim('a'), deps.storage);
  assert.deepEqual(await leaseIn(deps), { kind: 'free', lastExportId: 'a' });
  assert.deepEqual(await acquireLease(claim('b'), deps), { kind: 'acquired' });
  const leased = await acquireLease(claim('a'), deps);
  assert.equal(leased.kind === 'held' && leased.exportId, 'b');
});

test('of two concurrent exports one acquires a freed lease', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  await releaseLease(claim('a'), deps.storage);
  const leased = await Promise.all([
    acquireLease(claim('b'), deps),
    acquireLease(claim('c'), deps),
  ]);
  assert.deepEqual(leased.map(({ kind }) => kind).sort(), ['acquired', 'held']);
});

test('only its holder frees a lease', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  await releaseLease(claim('b'), deps.storage);
  assert.equal((await leaseIn(deps)).exportId, 'a');
  await releaseLease(claim('a'), deps.storage);
  await releaseLease(claim('a'), deps.storage);
  assert.equal((await leaseIn(deps)).kind, 'free');
});

test('releasing a lease that does not exist writes nothing', async () => {
  const deps = world();
  await releaseLease(claim('a'), deps.storage);
  assert.equal(deps.storage.objects.size, 0);
});

test('a lease that has changed since it was read is not overwritten', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  await releaseLease(claim('a'), deps.storage);
  let reads = 0;
  const storage = {
    ...deps.storage,
    // Between reading and writing, another export takes the free lease.
    async read(key: string) {
      const found = await deps.storage.read(key);
      reads += 1;
      if (reads === 1) await acquireLease(claim('c'), deps);
      return found;
    },
  };
  const leased = await acquireLease(claim('b'), { ...deps, storage });
  assert.equal(leased.kind === 'held' && leased.exportId, 'c');
});

test('a late release does not free the next holder’s lease', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  const storage = {
    ...deps.storage,
    // Between reading and writing, another export takes the lease over.
    async read(key: string) {
      const found = await deps.storage.read(key);
      await deps.storage.put(key, JSON.stringify({ kind: 'held', ...held('b') }));
      return found;
    },
  };
  await releaseLease(claim('a'), storage);
  assert.equal((await leaseIn(deps)).exportId, 'b');
});

const held = (exportId: string) => ({
  exportId,
  executionArn: `arn:${exportId}`,
  since: '2026-11-22T03:00:00Z',
});

test('leases of other scopes and sources are not touched', async () => {
  const deps = world();
  await acquireLease(claim('a'), deps);
  assert.equal((await acquireLease({ ...claim('b'), scope: 't' }, deps)).kind, 'acquired');
  assert.equal((await acquireLease({ ...claim('c'), source: 'birch' }, deps)).kind, 'acquired');
});

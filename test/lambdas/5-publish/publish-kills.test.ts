import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '../../../lambdas/5-publish/publish.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import { aSource, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { type PublishWorld, publishWorld } from './publish-world.ts';

/** If a call dies anywhere, the next one finishes with the same result (invariant 8). */

const event = { exportId: EXPORT_ID, source: 'acme' };

/** A partial export with deletions and outcomes, whose job is deleted after publication. */
const newWorld = () =>
  publishWorld({
    types: ['Patient', 'bulk_deleted', 'bulk_outcome', 'Claim'],
    issues: { error: 1 },
    source: aSource({ dialect: 'bulk-data', onOutcome: 'partial' }),
    routes: { [`DELETE ${STATUS_URL}`]: [{ status: 202 }, { status: 404 }] },
  });

/** Runs Publish once, killed at its n-th step; undefined if it ended before. */
async function killed(n: number, when: 'before' | 'after') {
  const world = await newWorld();
  const life = killedAt(n, when);
  const deps = {
    ...world,
    storage: life(world.storage),
    catalog: life(world.catalog),
    announcer: life(world.announcer),
    http: life({ http: world.http }).http,
  };
  const ended = await publish(event, deps).then(
    () => true,
    () => false,
  );
  return { world, ended };
}

/** The state that counts afterwards. An announcement may come twice: a call that dies behind one leaves no trace of it. */
const result = ({ storage, catalog, announcer, http }: PublishWorld) => ({
  isReleased: http.requests.length > 0,
  objects: [...storage.objects].map(([key, { body }]) => [key, body.toString()]).sort(),
  partitions: catalog.partitions,
  announcements: [...new Set(announcer.announcements.map((each) => JSON.stringify(each)))],
});

const whole = await newWorld().then(async (world) => {
  await world.publish();
  return result(world);
});

for (const when of ['before', 'after'] as const)
  test(`killed ${when} any of its steps and run again, Publish ends as if never killed (invariant 8)`, async () => {
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const { world, ended } = await killed(n, when);
      if (ended) break;
      kills += 1;
      assert.equal((await world.publish()).kind, 'published');
      assert.deepEqual(result(world), whole, `killed ${when} ${n}`);
    }
    assert(kills > 15, `${kills} kills`);
  });

test('killed anywhere and cleaned up, an export is published whole or not at all (W2, O7)', async () => {
  const kinds: string[] = [];
  for (let n = 1; ; n += 1) {
    const { world, ended } = await killed(n, 'after');
    if (ended) break;
    const failure = { Error: 'Lambda.Unknown' };
    const { kind } = await settleExport({ ...event, failure }, world);
    kinds.push(kind);
    const visible = world.catalog.partitions.length > 0;
    assert.equal(visible, kind === 'published');
    assert.equal(world.storage.objects.has(keys.commit), kind === 'published');
    assert.equal(world.storage.objects.has(keys.failure), kind === 'failed');
    if (kind === 'published') assert.deepEqual(result(world), whole);
    const lease = await world.json(scopeKeys('acme', world.scope).lease);
    assert.deepEqual(lease, { kind: 'free', lastExportId: EXPORT_ID });
  }
  assert.deepEqual(
    kinds,
    kinds.toSorted((a, b) => a.localeCompare(b)),
  );
  assert.deepEqual(new Set(kinds), new Set(['failed', 'published']));
});

test('published twice is committed once and announced twice (S7)', async () => {
  const world = await newWorld();
  const first = await world.publish();
  world.clock.advance(60);
  assert.deepEqual(await world.publish(), first);
  assert.deepEqual(result(world), whole);
  assert.equal(world.announcer.announcements.length, 2);
});

test('a second publication does not free the lease of the next export', async () => {
  const world = await publishWorld();
  await world.publish();
  const lease = scopeKeys('acme', world.scope).lease;
  const next = { kind: 'held', exportId: 'next', executionArn: 'a', since: '2026-11-22T04:00:00Z' };
  await world.storage.put(lease, JSON.stringify(next));
  await world.publish();
  assert.deepEqual(await world.json(lease), next);
});

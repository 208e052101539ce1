import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftCommit } from '../../../lambdas/5-publish/draft-commit.ts';
import { exportKeys, scopeKeys } from '../../../lambdas/lake/keys.ts';
import { acquireLease } from '../../../lambdas/lake/lease.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import {
  aJob,
  aPlan,
  aRequestRecord,
  aStart,
  EXECUTION_ARN,
  EXPORT_ID,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';

const HOLDER = 'acme-earlier';
const HOLDER_ARN = EXECUTION_ARN.replace(/[^:]*$/, HOLDER);

/** A world in which an earlier export holds the lease, and has got as far as its job. */
async function heldWorld(kickOffUrl = KICK_OFF, executionArn = HOLDER_ARN) {
  const routes = { [kickOffUrl]: accepting, [`DELETE ${STATUS_URL}`]: { status: 202 } };
  const world = await kickOffWorld({ routes });
  const { storage, executions, scope } = world;
  await executions.start(HOLDER, aStart());
  const claim = { source: 'acme', scope, exportId: HOLDER, executionArn };
  await acquireLease(claim, world);
  await writeRecord(exportKeys(HOLDER).request, aRequestRecord(), storage);
  await writeRecord(
    exportKeys(HOLDER).job,
    aJob({ exportId: HOLDER, dataExportId: HOLDER }),
    storage,
  );
  const lease = async () =>
    JSON.parse((await storage.read(scopeKeys('acme', scope).lease))?.text ?? '{}');
  const failure = async () =>
    JSON.parse((await storage.read(exportKeys(HOLDER).failure))?.text ?? 'null');
  return { ...world, lease, failure };
}

test('while the holder runs, the next export is skipped and sends nothing (O1)', async () => {
  const { start, http, lease, failure } = await heldWorld();
  assert.deepEqual(await start(), { kind: 'skipped', runningExportId: HOLDER });
  assert.equal(http.requests.length, 0);
  assert.equal((await lease()).exportId, HOLDER);
  assert.equal(await failure(), null);
});

for (const status of ['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'] as const)
  test(`a holder that ended as ${status} without cleaning up is settled first (O4)`, async () => {
    const { start, executions, http, lease, failure, announcer } = await heldWorld();
    executions.end(HOLDER, { status });
    assert.equal((await start()).kind, 'running');
    assert.deepEqual(
      http.requests.map(({ method }) => method),
      ['DELETE', 'GET'],
    );
    assert.equal((await lease()).exportId, EXPORT_ID);
    const { name, serverJob } = await failure();
    assert.deepEqual([name, serverJob], ['ExecutionLost', 'deleted']);
    const detail = { exportId: HOLDER, source: 'acme', error: 'ExecutionLost' };
    assert.deepEqual(announcer.announcements, [{ detailType: 'Export failed', detail }]);
  });

test('a holder of another state machine is never settled', async () => {
  const elsewhere = HOLDER_ARN.replace('sluice', 'sluice-of-a-laptop');
  assert.notEqual(elsewhere, HOLDER_ARN);
  const { start, executions, http, lease, failure } = await heldWorld(KICK_OFF, elsewhere);
  executions.end(HOLDER, { status: 'FAILED' });
  assert.deepEqual(await start(), { kind: 'skipped', runningExportId: HOLDER });
  assert.equal(http.requests.length, 0);
  assert.equal((await lease()).exportId, HOLDER);
  assert.equal(await failure(), null);
});

test('a young holder that Step Functions does not know counts as running', async () => {
  const world = await heldWorld();
  world.executions.describe = async () => undefined;
  assert.equal((await world.start()).kind, 'skipped');
});

test('an old holder that Step Functions does not know is settled (O4)', async () => {
  const world = await heldWorld();
  world.executions.describe = async () => undefined;
  world.clock.advance(5 * 60);
  assert.equal((await world.start()).kind, 'running');
  assert.equal((await world.failure()).name, 'ExecutionLost');
});

test('a holder with the decision to publish is published, and this export continues from it (O4)', async () => {
  const query = `_since=${encodeURIComponent(TRANSACTION_TIME)}`;
  const world = await heldWorld(`${KICK_OFF}?${query}`);
  const { storage, executions, announcer } = world;
  await writeRecord(exportKeys(HOLDER).plan, aPlan({ files: 0, units: 0 }), storage);
  await draftCommit(HOLDER, world);
  await decide(HOLDER, 'publish', storage);
  executions.end(HOLDER, { status: 'TIMED_OUT' });
  assert.equal((await world.start()).kind, 'running');
  assert(storage.objects.has(exportKeys(HOLDER).commit));
  assert.equal(await world.failure(), null);
  assert.equal((await world.job()).since, TRANSACTION_TIME);
  assert.deepEqual(
    announcer.announcements.map(({ detailType }) => detailType),
    ['Export published'],
  );
});

test('if two exports settle one holder, one runs and the other is skipped', async () => {
  const world = await heldWorld();
  world.executions.end(HOLDER, { status: 'FAILED' });
  const other = 'acme-other';
  await world.executions.start(other, aStart());
  const request = aRequestRecord();
  await writeRecord(exportKeys(other).request, request, world.storage);
  const kinds = await Promise.all([world.start(), world.start(other)]);
  assert.deepEqual(kinds.map(({ kind }) => kind).sort(), ['running', 'skipped']);
  assert.equal(world.http.requests.filter(({ method }) => method === 'GET').length, 1);
});

test('a dead holder without any record but the lease is settled too (O4)', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  await world.executions.start(HOLDER, aStart());
  world.executions.end(HOLDER, { status: 'FAILED' });
  const claim = { source: 'acme', scope: world.scope, exportId: HOLDER, executionArn: HOLDER_ARN };
  await acquireLease(claim, world);
  assert.equal((await world.start()).kind, 'running');
});

test('the lease names the export and its execution', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  await world.start();
  const lease = await world.storage.read(scopeKeys('acme', world.scope).lease);
  const { exportId, executionArn } = JSON.parse(lease?.text ?? '{}');
  assert.deepEqual([exportId, executionArn], [EXPORT_ID, EXECUTION_ARN]);
});

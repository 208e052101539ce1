import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { decide, decisionOf } from '../../../lambdas/settlement/decision.ts';
import { apiWorld } from './api-world.ts';
import { commitPaper } from './papers.ts';

async function runningExport() {
  const world = apiWorld();
  const { body } = await world.post({ source: 'birch' });
  return { world, id: String(body.id) };
}

test('a running export is stopped, and from then on cancelled (O5)', async () => {
  const { world, id } = await runningExport();
  const { statusCode, headers, body } = await world.del(id);
  assert.equal(statusCode, 202);
  assert.equal(headers.location, `/exports/${id}`);
  assert.deepEqual(body, { id, status: 'Cancelled' });
  const execution = await world.executions.describe(id);
  assert.equal(execution?.status, 'ABORTED');
  assert.equal(execution?.error, 'Cancelled');
  assert.equal((await world.get(id)).body.status, 'Cancelled');
});

test('the export is given up before its execution is stopped, so a kick-off sees it (O8)', async () => {
  const { world, id } = await runningExport();
  const stop = world.executions.stop;
  world.executions.stop = async (...stopped) => {
    assert.equal(await decisionOf(id, world.storage), 'abandon');
    await stop(...stopped);
  };
  assert.equal((await world.del(id)).statusCode, 202);
});

test('a cancel that comes after the decision to publish loses (O7)', async () => {
  const { world, id } = await runningExport();
  await decide(id, 'publish', world.storage);
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.error, 'NotCancellable');
  assert.equal((await world.executions.describe(id))?.status, 'RUNNING');
});

test('a cancel whose stop failed is finished by the next one', async () => {
  const { world, id } = await runningExport();
  const stop = world.executions.stop;
  world.executions.stop = () => Promise.reject(new Error('throttled'));
  assert.equal((await world.del(id)).statusCode, 500);
  world.executions.stop = stop;
  assert.equal((await world.del(id)).statusCode, 202);
  assert.equal((await world.executions.describe(id))?.status, 'ABORTED');
});

test('an export that has ended is not cancelled any more, and says how it ended', async () => {
  const { world, id } = await runningExport();
  await writeRecord(exportKeys(id).commit, commitPaper(id, 1), world.storage);
  world.executions.end(id, { status: 'SUCCEEDED' });
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.status, 'Successful');
  assert.equal(await decisionOf(id, world.storage), undefined);
});

test('cancelling twice says that it is cancelled', async () => {
  const { world, id } = await runningExport();
  await world.del(id);
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.status, 'Cancelled');
});

test('an export that nobody knows cannot be cancelled, and nothing is written', async () => {
  const world = apiWorld();
  assert.equal((await world.del('acme-none')).statusCode, 404);
  assert.equal(world.storage.objects.size, 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { apiWorld } from './api-world.ts';
import { commitPaper, failurePaper, jobPaper, planPaper, progressPaper } from './papers.ts';

test('an export that was just asked for is in progress, and little is known of it', async () => {
  const world = apiWorld();
  const { body } = await world.post({ source: 'birch', types: ['Patient', 'Observation'] });
  const { statusCode, body: status } = await world.get(String(body.id));
  assert.equal(statusCode, 200);
  assert.deepEqual(status, {
    id: body.id,
    transactionTime: null,
    request: '/exports?source=birch&level=system&mode=incremental&types=Patient%2CObservation',
    requiresAccessToken: true,
    status: 'In Progress',
    resourceCount: null,
    batches: { running: 0, complete: 0, failed: 0, total: 0 },
    lastUpdated: '2026-03-01T03:00:00.000Z',
  });
});

test('an export is followed from the server to the lake', async () => {
  const world = apiWorld();
  const id = String((await world.post({ source: 'acme', export: 'nightly' })).body.id);
  const keys = exportKeys(id);
  const seen: unknown[] = [];
  const look = async () => {
    const { status, transactionTime, resourceCount, batches } = (await world.get(id)).body;
    seen.push([status, transactionTime, resourceCount, batches]);
  };

  await writeRecord(keys.job, jobPaper(id), world.storage);
  await writeRecord(keys.progress, progressPaper, world.storage);
  await look();
  await writeRecord(keys.plan, planPaper(9, 3), world.storage);
  await writeRecord(keys.inheritedReceipts, { unit: 0, receipts: [] }, world.storage);
  await writeRecord(keys.unitReceipts(2), { unit: 2, receipts: [] }, world.storage);
  await look();
  await writeRecord(keys.commit, commitPaper(id, 9), world.storage);
  await look();
  world.executions.end(id, { status: 'SUCCEEDED', output: '{"kind":"published"}' });
  await look();

  const { transactionTime } = planPaper(9, 3);
  const third = { running: 6, complete: 3, failed: 0, total: 9 };
  const whole = { running: 0, complete: 9, failed: 0, total: 9 };
  assert.deepEqual(seen, [
    ['In Progress', null, 500, progressPaper.batches],
    ['In Progress', transactionTime, 900, third],
    ['In Progress', transactionTime, 90, whole],
    ['Successful', transactionTime, 90, whole],
  ]);
});

test('the receipts of an export are counted only while its files are on their way', async () => {
  const world = apiWorld();
  const keys = exportKeys('acme-1');
  const listed: string[] = [];
  const list = world.storage.list;
  world.storage.list = (prefix) => {
    listed.push(prefix);
    return list(prefix);
  };
  await world.executions.start('acme-1', { source: 'acme' });
  await world.get('acme-1');
  await writeRecord(keys.plan, planPaper(9, 3), world.storage);
  await world.get('acme-1');
  await writeRecord(keys.commit, commitPaper('acme-1', 9), world.storage);
  await world.get('acme-1');
  assert.deepEqual(listed, ['exports/acme-1/receipts/']);
});

test('an export that failed says why', async () => {
  const world = apiWorld();
  const id = String((await world.post({ source: 'birch' })).body.id);
  await writeRecord(exportKeys(id).failure, failurePaper('ServerJobFailed'), world.storage);
  world.executions.end(id, { status: 'FAILED', error: 'ServerJobFailed' });
  const { body } = await world.get(id);
  assert.equal(body.status, 'Failed');
  const message = 'the server says that its job failed';
  assert.deepEqual(body.error, { name: 'ServerJobFailed', message });
});

test('neither the group nor an address of the server is in a status', async () => {
  const world = apiWorld();
  const id = String((await world.post({ source: 'acme', export: 'nightly' })).body.id);
  await writeRecord(exportKeys(id).job, jobPaper(id), world.storage);
  assert.doesNotMatch(JSON.stringify(await world.get(id)), /PHI|analytics\.example/);
});

test('an export that a schedule started is found though nobody asked the API for it', async () => {
  const world = apiWorld();
  await world.executions.start('3f0c-scheduled', { source: 'acme', export: 'nightly' });
  const { statusCode, body } = await world.get('3f0c-scheduled');
  assert.equal(statusCode, 200);
  assert.equal(body.status, 'In Progress');
  assert.equal(body.request, null);
});

test('an export that Step Functions has forgotten is told from its papers', async () => {
  const world = apiWorld();
  await writeRecord(exportKeys('acme-old').commit, commitPaper('acme-old', 2), world.storage);
  const { body } = await world.get('acme-old');
  assert.equal(body.status, 'Successful');
  assert.equal(Array.isArray(body.output) && body.output.length, 2);
});

test('an id that no export has is unknown', async () => {
  const { statusCode, body } = await apiWorld().get('acme-none');
  assert.equal(statusCode, 404);
  assert.equal(body.error, 'ExportUnknown');
});

test('a hostile id is unknown, and no key is made of it', async () => {
  const hostile = ['../x', '..', 'a/b', 'a:b', 'a%2Fb', '', 'x'.repeat(81), 'acme\n', 'acmé'];
  for (const id of hostile) {
    const world = apiWorld();
    world.storage.read = (key) => assert.fail(`read ${key}`);
    world.executions.describe = () => assert.fail('described');
    assert.equal((await world.get(id)).statusCode, 404, id);
    assert.equal((await world.del(id)).statusCode, 404, id);
  }
});

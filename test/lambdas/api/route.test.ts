import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { decide, decisionOf } from '../../../lambdas/settlement/decision.ts';
import {
  aCommitRecord,
  aFailureRecord,
  aJobRecord,
  aPlanRecord,
  aProgressRecord,
  apiWorld,
} from './api-world.ts';

test('an export that has just started is in progress', async () => {
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

  await writeRecord(keys.job, aJobRecord(id), world.storage);
  await writeRecord(keys.progress, aProgressRecord, world.storage);
  await look();
  await writeRecord(keys.plan, aPlanRecord(9, 3), world.storage);
  await writeRecord(keys.inheritedReceipts, { unit: 0, receipts: [] }, world.storage);
  await writeRecord(keys.unitReceipts(2), { unit: 2, receipts: [] }, world.storage);
  await look();
  await writeRecord(keys.commit, aCommitRecord(id, 9), world.storage);
  await look();
  world.executions.end(id, { status: 'SUCCEEDED', output: '{"kind":"published"}' });
  await look();

  const { transactionTime } = aPlanRecord(9, 3);
  const third = { running: 6, complete: 3, failed: 0, total: 9 };
  const whole = { running: 0, complete: 9, failed: 0, total: 9 };
  assert.deepEqual(seen, [
    ['In Progress', null, 500, aProgressRecord.batches],
    ['In Progress', transactionTime, 900, third],
    ['In Progress', transactionTime, 90, whole],
    ['Successful', transactionTime, 90, whole],
  ]);
});

test('receipts are counted only between plan and commit', async () => {
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
  await writeRecord(keys.plan, aPlanRecord(9, 3), world.storage);
  await world.get('acme-1');
  await writeRecord(keys.commit, aCommitRecord('acme-1', 9), world.storage);
  await world.get('acme-1');
  assert.deepEqual(listed, ['exports/acme-1/receipts/']);
});

test('an export that failed says why', async () => {
  const world = apiWorld();
  const id = String((await world.post({ source: 'birch' })).body.id);
  await writeRecord(exportKeys(id).failure, aFailureRecord('ServerJobFailed'), world.storage);
  world.executions.end(id, { status: 'FAILED', error: 'ServerJobFailed' });
  const { body } = await world.get(id);
  assert.equal(body.status, 'Failed');
  const message = 'the server says that its job failed';
  assert.deepEqual(body.error, { name: 'ServerJobFailed', message });
});

test('a status has neither the group nor a URL of the server', async () => {
  const world = apiWorld();
  const id = String((await world.post({ source: 'acme', export: 'nightly' })).body.id);
  await writeRecord(exportKeys(id).job, aJobRecord(id), world.storage);
  assert.doesNotMatch(JSON.stringify(await world.get(id)), /PHI|analytics\.example/);
});

test('an export that a schedule started is found', async () => {
  const world = apiWorld();
  await world.executions.start('3f0c-scheduled', { source: 'acme', export: 'nightly' });
  const { statusCode, body } = await world.get('3f0c-scheduled');
  assert.equal(statusCode, 200);
  assert.equal(body.status, 'In Progress');
  assert.equal(body.request, null);
});

test('an export is shown from its records after Step Functions has deleted its execution', async () => {
  const world = apiWorld();
  await writeRecord(exportKeys('acme-old').commit, aCommitRecord('acme-old', 2), world.storage);
  const { body } = await world.get('acme-old');
  assert.equal(body.status, 'Successful');
  assert.equal(Array.isArray(body.output) && body.output.length, 2);
});

test('an id that no export has is unknown', async () => {
  const { statusCode, body } = await apiWorld().get('acme-none');
  assert.equal(statusCode, 404);
  assert.equal(body.error, 'ExportUnknown');
});

test('an id that is not an export id is unknown, and no key is made of it', async () => {
  const hostile = ['../x', '..', 'a/b', 'a:b', 'a%2Fb', '', 'x'.repeat(81), 'acme\n', 'acmé'];
  for (const id of hostile) {
    const world = apiWorld();
    world.storage.read = (key) => assert.fail(`read ${key}`);
    world.executions.describe = () => assert.fail('described');
    assert.equal((await world.get(id)).statusCode, 404, id);
    assert.equal((await world.del(id)).statusCode, 404, id);
  }
});

async function runningExport() {
  const world = apiWorld();
  const { body } = await world.post({ source: 'birch' });
  return { world, id: String(body.id) };
}

test('a running export is stopped, and its status is Cancelled (O5)', async () => {
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

test('the decision to abandon is stored before the execution is stopped (O8)', async () => {
  const { world, id } = await runningExport();
  const stop = world.executions.stop;
  world.executions.stop = async (...stopped) => {
    assert.equal(await decisionOf(id, world.storage), 'abandon');
    await stop(...stopped);
  };
  assert.equal((await world.del(id)).statusCode, 202);
});

test('a cancel after the decision to publish is refused (O7)', async () => {
  const { world, id } = await runningExport();
  await decide(id, 'publish', world.storage);
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.error, 'NotCancellable');
  assert.equal((await world.executions.describe(id))?.status, 'RUNNING');
});

test('after a cancel that could not stop the execution, the next one does', async () => {
  const { world, id } = await runningExport();
  const stop = world.executions.stop;
  world.executions.stop = () => Promise.reject(new Error('throttled'));
  assert.equal((await world.del(id)).statusCode, 500);
  world.executions.stop = stop;
  assert.equal((await world.del(id)).statusCode, 202);
  assert.equal((await world.executions.describe(id))?.status, 'ABORTED');
});

test('an export that has ended cannot be cancelled, and shows its status', async () => {
  const { world, id } = await runningExport();
  await writeRecord(exportKeys(id).commit, aCommitRecord(id, 1), world.storage);
  world.executions.end(id, { status: 'SUCCEEDED' });
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.status, 'Successful');
  assert.equal(await decisionOf(id, world.storage), undefined);
});

test('a second cancel shows the status Cancelled', async () => {
  const { world, id } = await runningExport();
  await world.del(id);
  const { statusCode, body } = await world.del(id);
  assert.equal(statusCode, 409);
  assert.equal(body.status, 'Cancelled');
});

test('an unknown export cannot be cancelled, and nothing is written', async () => {
  const world = apiWorld();
  assert.equal((await world.del('acme-none')).statusCode, 404);
  assert.equal(world.storage.objects.size, 0);
});

test('an internal error is logged, and the caller gets only InternalError', async () => {
  const world = apiWorld();
  world.executions.start = () => Promise.reject(new Error('AccessDenied for role sluice'));
  const { statusCode, body } = await world.post({ source: 'birch' });
  assert.equal(statusCode, 500);
  assert.deepEqual(body, { error: 'InternalError' });
  assert.match(world.logged.join(), /api\.failed.*AccessDenied for role sluice/);
});

test('a record that cannot be read is an internal error', async () => {
  const world = apiWorld();
  await world.storage.put(exportKeys('acme-1').commit, '{"files": "PHI-7"}');
  const { statusCode, body } = await world.get('acme-1');
  assert.equal(statusCode, 500);
  assert.doesNotMatch(JSON.stringify(body) + world.logged.join(), /PHI/);
});

test('an unknown event is an internal error', async () => {
  for (const event of [{}, { routeKey: '$default' }, { routeKey: 'GET /exports/{id}' }])
    assert.equal((await apiWorld().call(event)).statusCode, 500);
});

test('every response is JSON with `no-store`', async () => {
  const { headers } = await apiWorld().get('acme-none');
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['cache-control'], 'no-store');
});

test('settings are read only for a call that starts an export', async () => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    BUCKET: 'lake',
    STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Sluice',
    SOURCES_FILE: '/nowhere/sources.json',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = await import('../../../lambdas/api/handler.ts');
  const call = (event: object) => handler(event, Object({}));
  const asked = await call({ routeKey: 'GET /exports/{id}', pathParameters: { id: 'no id' } });
  assert.equal(asked.statusCode, 404);
  const started = await call({ routeKey: 'POST /exports', body: '{}', isBase64Encoded: false });
  assert.equal(started.statusCode, 500);
});

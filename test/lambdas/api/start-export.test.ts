import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportId } from '../../../lambdas/lake/export-id.ts';
import { exportKeys, scopeKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { scopeOf } from '../../../lambdas/lake/scope.ts';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { Start } from '../../../lambdas/workflow/events.ts';
import { apiWorld } from './api-world.ts';

const request = { level: 'group', group: 'members-PHI', types: ['Patient'] };

type World = ReturnType<typeof apiWorld>;

/** Lets an export hold the lease that `request` would take. */
async function holdLease(world: World, exportId: string, asked: object = request) {
  const { lease } = scopeKeys('acme', scopeOf('acme', ExportRequest.parse(asked)));
  const since = '2026-03-01T02:00:00.000Z';
  const record = { kind: 'held', exportId, executionArn: 'arn:local', since };
  await writeRecord(lease, record, world.storage);
}

test('a request starts an export and says where its status is', async () => {
  const world = apiWorld();
  const { statusCode, headers, body } = await world.post({ source: 'acme', ...request });
  assert.equal(statusCode, 202);
  assert.deepEqual(body, { id: body.id, status: 'In Progress' });
  assert.equal(headers.location, `/exports/${body.id}`);
  assert.equal(ExportId.parse(body.id), 'acme-20260301T030000Z-0cyk5r');
});

test('the request lies in S3 before the execution can look for it', async () => {
  const world = apiWorld();
  const start = world.executions.start;
  world.executions.start = async (id, input) => {
    assert.ok(world.storage.objects.has(exportKeys(id).request));
    await start(id, input);
  };
  assert.equal((await world.post({ source: 'acme', ...request })).statusCode, 202);
});

test('the request is written down with its defaults', async () => {
  const world = apiWorld();
  const { body } = await world.post({ source: 'birch' });
  const written = await world.storage.read(exportKeys(String(body.id)).request);
  assert.deepEqual(JSON.parse(written?.text ?? ''), {
    source: 'birch',
    request: ExportRequest.parse({}),
    begin: { kind: 'kick-off' },
  });
});

test('the execution is told the source only, and never the group (invariant 6)', async () => {
  const world = apiWorld();
  await world.post({ source: 'acme', ...request, types: ['Observation'] });
  await world.post({ source: 'acme', export: 'nightly' });
  const inputs = [...world.executions.inputs.values()].map((text) => Start.parse(JSON.parse(text)));
  assert.deepEqual(inputs, [{ source: 'acme' }, { source: 'acme', export: 'nightly' }]);
});

test('the group is neither in an answer nor in the log', async () => {
  const world = apiWorld();
  const answers = [
    await world.post({ source: 'acme', export: 'nightly' }),
    await world.post({ source: 'acme', ...request }),
    await world.post({ source: 'acme', ...request, url: 'x' }),
  ];
  assert.doesNotMatch(JSON.stringify(answers) + world.logged.join(), /PHI/);
});

test('a named export is written down without its schedule', async () => {
  const world = apiWorld();
  const { body } = await world.post({ source: 'acme', export: 'nightly' });
  const written = await world.storage.read(exportKeys(String(body.id)).request);
  assert.deepEqual(JSON.parse(written?.text ?? ''), {
    source: 'acme',
    request: ExportRequest.parse(request),
    begin: { kind: 'kick-off' },
  });
});

test('a second export of a scope is refused with the id of the first (O3)', async () => {
  const world = apiWorld();
  await world.executions.start('acme-first', { source: 'acme' });
  await holdLease(world, 'acme-first');
  const { statusCode, headers, body } = await world.post({ source: 'acme', ...request });
  assert.equal(statusCode, 409);
  assert.equal(body.error, 'ExportInProgress');
  assert.equal(body.id, 'acme-first');
  assert.equal(headers.location, '/exports/acme-first');
  assert.equal(world.executions.inputs.size, 1);
});

test('a named export and the same request in full are one scope', async () => {
  const world = apiWorld();
  await world.executions.start('acme-first', { source: 'acme' });
  await holdLease(world, 'acme-first');
  assert.equal((await world.post({ source: 'acme', export: 'nightly' })).statusCode, 409);
});

test('a lease whose execution died is no conflict (O4)', async () => {
  const world = apiWorld();
  await world.executions.start('acme-dead', { source: 'acme' });
  world.executions.end('acme-dead', { status: 'TIMED_OUT' });
  await holdLease(world, 'acme-dead');
  assert.equal((await world.post({ source: 'acme', ...request })).statusCode, 202);
});

test('a lease whose execution nobody knows is no conflict (O4)', async () => {
  const world = apiWorld();
  await holdLease(world, 'acme-forgotten');
  assert.equal((await world.post({ source: 'acme', ...request })).statusCode, 202);
});

test('a lease that was given back is no conflict', async () => {
  const world = apiWorld();
  await world.executions.start('acme-first', { source: 'acme' });
  const { lease } = scopeKeys('acme', scopeOf('acme', ExportRequest.parse(request)));
  await writeRecord(lease, { kind: 'free', lastExportId: 'acme-first' }, world.storage);
  assert.equal((await world.post({ source: 'acme', ...request })).statusCode, 202);
});

test('an export of another scope may run beside it', async () => {
  const world = apiWorld();
  await world.executions.start('acme-first', { source: 'acme' });
  await holdLease(world, 'acme-first');
  const other = { source: 'acme', ...request, types: ['Observation'] };
  assert.equal((await world.post(other)).statusCode, 202);
});

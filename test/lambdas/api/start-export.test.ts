import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportId, exportKeys, scopeKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { scopeOf } from '../../../lambdas/lake/scope-records.ts';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { Start } from '../../../lambdas/workflow/events.ts';
import { apiWorld, postEvent } from './api-world.ts';

const request = { level: 'group', group: 'members-PHI', types: ['Patient'] };

type World = ReturnType<typeof apiWorld>;

/** Lets an export hold the lease that `request` would take. */
async function holdLease(world: World, exportId: string, asked: object = request) {
  const { lease } = scopeKeys('acme', scopeOf('acme', ExportRequest.parse(asked)));
  const since = '2026-03-01T02:00:00.000Z';
  const record = { kind: 'held', exportId, executionArn: 'arn:local', since };
  await writeRecord(lease, record, world.storage);
}

test('a request starts an export and returns its location', async () => {
  const world = apiWorld();
  const { statusCode, headers, body } = await world.post({ source: 'acme', ...request });
  assert.equal(statusCode, 202);
  assert.deepEqual(body, { id: body.id, status: 'In Progress' });
  assert.equal(headers.location, `/exports/${body.id}`);
  assert.equal(ExportId.parse(body.id), 'acme-20260301T030000Z-0cyk5r');
});

test('the request is stored before the execution starts', async () => {
  const world = apiWorld();
  const start = world.executions.start;
  world.executions.start = async (id, input) => {
    assert.ok(world.storage.objects.has(exportKeys(id).request));
    await start(id, input);
  };
  assert.equal((await world.post({ source: 'acme', ...request })).statusCode, 202);
});

test('the request is stored with its defaults', async () => {
  const world = apiWorld();
  const { body } = await world.post({ source: 'birch' });
  const written = await world.storage.read(exportKeys(String(body.id)).request);
  assert.deepEqual(JSON.parse(written?.text ?? ''), {
    source: 'birch',
    request: ExportRequest.parse({}),
    begin: { kind: 'kick-off' },
  });
});

test('the input of the execution is the source, and never the group (invariant 6)', async () => {
  const world = apiWorld();
  await world.post({ source: 'acme', ...request, types: ['Observation'] });
  await world.post({ source: 'acme', export: 'nightly' });
  const inputs = [...world.executions.inputs.values()].map((text) => Start.parse(JSON.parse(text)));
  assert.deepEqual(inputs, [{ source: 'acme' }, { source: 'acme', export: 'nightly' }]);
});

test('the group is neither in a response nor in the log', async () => {
  const world = apiWorld();
  const answers = [
    await world.post({ source: 'acme', export: 'nightly' }),
    await world.post({ source: 'acme', ...request }),
    await world.post({ source: 'acme', ...request, url: 'x' }),
  ];
  assert.doesNotMatch(JSON.stringify(answers) + world.logged.join(), /PHI/);
});

test('a named export is stored without its schedule', async () => {
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

test('a free lease is no conflict', async () => {
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

/** The paths of the fields that a body is refused for. */
async function refusedFields(body: unknown): Promise<string[]> {
  const world = apiWorld();
  const { statusCode, body: response } = await world.post(body);
  assert.equal(statusCode, 400);
  assert.equal(response.error, 'RequestInvalid');
  assert.equal(world.executions.inputs.size + world.storage.objects.size, 0);
  assert.ok(Array.isArray(response.fields));
  return response.fields.map((field: { path: string }) => field.path);
}

test('a wrong body is refused with the path of each wrong field', async () => {
  const body = {
    source: 7,
    level: 'galaxy',
    types: ['Patient', 'pat/../ient'],
    since: 'yesterday',
  };
  assert.deepEqual(await refusedFields(body), ['level', 'types.1', 'since', 'source']);
});

test('a body without a source is refused', async () => {
  assert.deepEqual(await refusedFields({ types: ['Patient'] }), ['source']);
  assert.deepEqual(await refusedFields({ export: 'nightly' }), ['source']);
});

test('a group export without a group is refused', async () => {
  assert.deepEqual(await refusedFields({ source: 'acme', level: 'group' }), ['group']);
});

test('a full export with a since is refused', async () => {
  const body = { source: 'acme', mode: 'full', since: '2026-01-01' };
  assert.deepEqual(await refusedFields(body), ['since']);
});

test('parameters of HL7 servers are checked too', async () => {
  const body = {
    source: 'acme',
    typeFilters: ['Patient?_include=*'],
    elements: ['Patient.name.given'],
    includeAssociatedData: ['a,b'],
    organizeOutputBy: 'patient',
    parameters: { _type: 'Patient' },
  };
  assert.deepEqual(await refusedFields(body), [
    'typeFilters.0',
    'elements.0',
    'includeAssociatedData.0',
    'organizeOutputBy',
    'parameters._type',
  ]);
  assert.deepEqual(await refusedFields({ source: 'acme', patients: ['a'] }), ['patients']);
});

test('a URL from a caller is refused like any unknown field (invariant 9)', async () => {
  const url = 'https://evil.example/bulk';
  assert.deepEqual(await refusedFields({ source: 'acme', baseUrl: url }), ['(top)']);
  assert.deepEqual(await refusedFields({ source: 'acme', export: 'nightly', baseUrl: url }), [
    '(top)',
  ]);
});

test('a named export with other fields is refused', async () => {
  const body = { source: 'acme', export: 'nightly', types: ['Observation'] };
  assert.deepEqual(await refusedFields(body), ['(top)']);
});

test('a body that is not a JSON object is refused', async () => {
  for (const body of [null, 'acme', 7, ['acme']])
    assert.deepEqual(await refusedFields(body), ['(top)']);
});

test('a body that is not JSON is refused and not quoted', async () => {
  for (const text of ['', '{"source": "acme"', 'PHI-7']) {
    const { statusCode, body } = await apiWorld().call(postEvent(text));
    assert.equal(statusCode, 400);
    assert.doesNotMatch(JSON.stringify(body), /PHI/);
  }
});

test('a base64 body is decoded', async () => {
  const text = Buffer.from(JSON.stringify({ source: 'birch' })).toString('base64');
  assert.equal((await apiWorld().call(postEvent(text, true))).statusCode, 202);
});

test('for an unknown source the response has the known ones', async () => {
  for (const body of [{ source: 'zeta' }, { source: 'zeta', export: 'nightly' }]) {
    const { statusCode, body: response } = await apiWorld().post(body);
    assert.equal(statusCode, 404);
    assert.equal(response.error, 'SourceUnknown');
    assert.deepEqual(response.known, ['acme', 'birch']);
  }
});

test('names such as `toString` are unknown sources and exports', async () => {
  for (const body of [{ source: 'constructor' }, { source: 'acme', export: 'toString' }])
    assert.equal((await apiWorld().post(body)).statusCode, 404);
});

test('for an unknown named export the response has the known ones', async () => {
  const { statusCode, body } = await apiWorld().post({ source: 'acme', export: 'hourly' });
  assert.equal(statusCode, 404);
  assert.equal(body.error, 'NamedExportUnknown');
  assert.deepEqual(body.known, ['nightly']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiWorld, postEvent } from './api-world.ts';

/** The paths of the fields that a body is refused for. */
async function refusedFields(body: unknown): Promise<string[]> {
  const world = apiWorld();
  const { statusCode, body: told } = await world.post(body);
  assert.equal(statusCode, 400);
  assert.equal(told.error, 'RequestInvalid');
  assert.equal(world.executions.inputs.size + world.storage.objects.size, 0);
  assert.ok(Array.isArray(told.fields));
  return told.fields.map((field: { path: string }) => field.path);
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

test('what only an HL7 server takes is checked as the rest is', async () => {
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

test('a URL from a caller is refused like any field that is not known (invariant 9)', async () => {
  const url = 'https://evil.example/bulk';
  assert.deepEqual(await refusedFields({ source: 'acme', baseUrl: url }), ['(top)']);
  assert.deepEqual(await refusedFields({ source: 'acme', export: 'nightly', baseUrl: url }), [
    '(top)',
  ]);
});

test('a named export takes no changes', async () => {
  const body = { source: 'acme', export: 'nightly', types: ['Observation'] };
  assert.deepEqual(await refusedFields(body), ['(top)']);
});

test('a body that is no JSON object is refused', async () => {
  for (const body of [null, 'acme', 7, ['acme']])
    assert.deepEqual(await refusedFields(body), ['(top)']);
});

test('a body that is no JSON at all is refused, and nothing of it is quoted', async () => {
  for (const text of ['', '{"source": "acme"', 'PHI-7']) {
    const { statusCode, body } = await apiWorld().call(postEvent(text));
    assert.equal(statusCode, 400);
    assert.doesNotMatch(JSON.stringify(body), /PHI/);
  }
});

test('a body that API Gateway has put into Base64 is read', async () => {
  const text = Buffer.from(JSON.stringify({ source: 'birch' })).toString('base64');
  assert.equal((await apiWorld().call(postEvent(text, true))).statusCode, 202);
});

test('a source that is not in the settings is answered with those that are', async () => {
  for (const body of [{ source: 'zeta' }, { source: 'zeta', export: 'nightly' }]) {
    const { statusCode, body: told } = await apiWorld().post(body);
    assert.equal(statusCode, 404);
    assert.equal(told.error, 'SourceUnknown');
    assert.deepEqual(told.known, ['acme', 'birch']);
  }
});

test('a name that every object has is no source and no export', async () => {
  for (const body of [{ source: 'constructor' }, { source: 'acme', export: 'toString' }])
    assert.equal((await apiWorld().post(body)).statusCode, 404);
});

test('a named export that the source does not have is answered with those it has', async () => {
  const { statusCode, body } = await apiWorld().post({ source: 'acme', export: 'hourly' });
  assert.equal(statusCode, 404);
  assert.equal(body.error, 'NamedExportUnknown');
  assert.deepEqual(body.known, ['nightly']);
});

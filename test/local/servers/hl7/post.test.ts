import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import { expected } from '../expected.ts';
import { codeOf } from '../send.ts';
import { anHl7Server, finished, kickedOff, posting, texts } from './hl7-server.ts';

const types = (...values: string[]) =>
  values.map((valueString) => ({ name: '_type', valueString }));

test('v2 and v3 allow GET, and POST where it is configured (rule 13)', async () => {
  for (const version of ['v2', 'v3'] as const) {
    const { server } = anHl7Server({ version });
    assert.equal((await kickedOff(server, '/fhir/$export', posting())).status, 404);
    const both = anHl7Server({ version, post: true }).server;
    assert.equal((await kickedOff(both)).status, 202);
    assert.equal((await kickedOff(both, '/fhir/$export', posting())).status, 202);
  }
});

test('v4 allows only POST (rule 13)', async () => {
  const { server } = anHl7Server({ version: 'v4' });
  assert.equal((await kickedOff(server)).status, 404);
  assert.equal((await kickedOff(server, '/fhir/$export', posting())).status, 202);
});

test('a POST exports the same as a GET, byte for byte, and its request has no query', async () => {
  const { server, population, clock } = anHl7Server({ post: true });
  const since = '2025-09-01T00:00:00Z';
  const until = '2025-12-01T00:00:00Z';
  const asked = posting(
    ...types('Claim,Patient', 'Encounter'),
    { name: '_since', valueInstant: since },
    { name: '_until', valueInstant: until },
    { name: '_outputFormat', valueString: 'application/fhir+ndjson' },
    { name: 'allowPartialManifests', valueBoolean: true },
    { name: 'includeAssociatedData', valueCode: 'LatestProvenanceResources' },
  );
  const { output, request, transactionTime } = await finished(server, '/fhir/$export', asked);
  const window = { since: new Date(since), until: new Date(until) };
  assert.deepEqual(
    await texts(server, output),
    expected(population, window, ['Claim', 'Encounter', 'Patient', 'Provenance']),
  );
  assert.equal(request, 'https://analytics.example/fhir/$export');
  assert.equal(transactionTime, clock.now().toISOString());
});

test('v4 allows one value per entry, and refuses a comma-separated list (rule 14)', async () => {
  const { server } = anHl7Server({ version: 'v4' });
  const { output } = await finished(server, '/fhir/$export', posting(...types('Claim', 'Patient')));
  assert.deepEqual(
    output.map(({ type }) => type),
    ['Claim', 'Patient'],
  );
  const joined = await kickedOff(server, '/fhir/$export', posting(...types('Claim,Patient')));
  assert.deepEqual([joined.status, codeOf(joined)], [400, 'value']);
});

test('includeAssociatedData is a code in v3 and a Coding in v4 (rule 18)', async () => {
  const code = 'RelevantProvenanceResources';
  const asCode = { name: 'includeAssociatedData', valueCode: code };
  const asCoding = { name: 'includeAssociatedData', valueCoding: { system: 'urn:x', code } };
  for (const [version, good, bad] of [
    ['v3', asCode, asCoding],
    ['v4', asCoding, asCode],
  ] as const) {
    const { server } = anHl7Server({ version, post: true });
    const asked = posting(...types('Patient'), good);
    const { output } = await finished(server, '/fhir/$export', asked);
    assert.deepEqual(
      output.map(({ type }) => type),
      ['Patient', 'Provenance'],
    );
    assert.equal((await kickedOff(server, '/fhir/$export', posting(bad))).status, 400);
  }
});

test('patient narrows a group’s or a Patient-level export, and is not supported at system level (rule 41)', async () => {
  const { server, population, clock, groups } = anHl7Server({ post: true });
  const [first = '', second = '', third = ''] = population.patientIds(3);
  groups.write('g1', groupOf([first, second]));
  const patient = (id: string) => ({ name: 'patient', valueReference: { reference: id } });
  const window = { until: clock.now(), patients: new Set([second]) };
  for (const path of ['/fhir/Group/g1/$export', '/fhir/Patient/$export']) {
    const { output } = await finished(server, path, posting(patient(`Patient/${second}`)));
    assert.deepEqual(await texts(server, output), expected(population, window), path);
  }
  const stranger = await kickedOff(server, '/fhir/Group/g1/$export', posting(patient(third)));
  assert.deepEqual([stranger.status, codeOf(stranger)], [400, 'not-found']);
  const system = await kickedOff(server, '/fhir/$export', posting(patient(first)));
  assert.deepEqual([system.status, codeOf(system)], [400, 'not-supported']);
});

test('a body that is not Parameters, or a value of another type, is refused', async () => {
  const { server } = anHl7Server({ version: 'v4' });
  const statusOf = async (asked: object) =>
    (await kickedOff(server, '/fhir/$export', { ...posting(), ...asked })).status;
  for (const body of ['', '{', '[]', '{"resourceType":"Bundle"}'])
    assert.equal(await statusOf({ body }), 400, body);
  assert.equal(await statusOf({ headers: { 'content-type': 'text/plain' } }), 415);
  for (const wrong of [
    { name: '_since', valueString: '2026-01-01T00:00:00Z' },
    { name: '_type', valueCode: 'Patient' },
    { name: 'allowPartialManifests', valueString: 'true' },
    { name: 'unheard-of', valueInteger: 1 },
  ])
    assert.equal((await kickedOff(server, '/fhir/$export', posting(wrong))).status, 400);
});

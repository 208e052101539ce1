import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOf } from '../../../../local/servers/export/groups.ts';
import { expected } from '../expected.ts';
import { codeOf, send } from '../send.ts';
import { anHl7Server, finished, kickedOff, kickOffHeaders, started, texts } from './hl7-server.ts';

test('a kick-off is 202 with an absolute status URL (rule 21)', async () => {
  const { server } = anHl7Server();
  const { status, headers, text } = await kickedOff(server);
  assert.deepEqual([status, text], [202, '']);
  assert.match(
    headers['content-location'] ?? '',
    /^https:\/\/analytics\.example\/fhir\/jobs\/[\w-]+$/,
  );
});

test('without parameters everything is exported, byte for byte', async () => {
  const { server, population, clock } = anHl7Server({ linesPerFile: 100 });
  const { output } = await finished(server);
  assert.deepEqual(await texts(server, output), expected(population, { until: clock.now() }));
});

test('a group’s export has its members, a Patient-level export only patient compartments (rule 12)', async () => {
  const { server, population, clock, groups } = anHl7Server();
  groups.write('g1', groupOf(population.patientIds(4)));
  const group = await finished(server, '/fhir/Group/g1/$export');
  const patients = new Set(population.patientIds(4));
  assert.deepEqual(
    await texts(server, group.output),
    expected(population, { until: clock.now(), patients }),
  );
  const { output } = await finished(server, '/fhir/Patient/$export');
  const all = Object.keys(expected(population, { until: clock.now() }));
  assert.deepEqual(
    output.map(({ type = '' }) => type),
    all.filter((type) => !['Location', 'Organization', 'Practitioner'].includes(type)),
  );
  assert.equal((await kickedOff(server, '/fhir/Group/nobody/$export')).status, 404);
});

test('a kick-off without Accept or Prefer is refused with 400 (rule 15)', async () => {
  const { server } = anHl7Server();
  const { accept, prefer } = kickOffHeaders;
  for (const headers of [{}, { accept }, { prefer }, { accept: 'application/json', prefer }])
    assert.equal((await send(server, '/fhir/$export', { headers })).status, 400);
  for (const headers of [
    { accept: 'application/fhir+json; q=1, */*', prefer: 'handling=strict,respond-async' },
    kickOffHeaders,
  ])
    assert.equal((await send(server, '/fhir/$export', { headers })).status, 202);
});

test('v2 and v3 accept a comma-separated list, a repeated one, or both (rule 14)', async () => {
  for (const version of ['v2', 'v3'] as const) {
    const { server } = anHl7Server({ version });
    for (const query of [
      '_type=Claim,Patient',
      '_type=Claim&_type=Patient',
      '_type=Claim,Claim&_type=Patient',
    ]) {
      const { output } = await finished(server, `/fhir/$export?${query}`);
      assert.deepEqual(
        output.map(({ type }) => type),
        ['Claim', 'Patient'],
        query,
      );
    }
  }
});

test('_since and _until limit the window, and transactionTime is now (rule 40)', async () => {
  const { server, population, clock } = anHl7Server();
  const [since, until] = ['2025-09-01T00:00:00Z', '2025-10-01T02:00:00+02:00'];
  const query = `_since=${since}&_until=${encodeURIComponent(until)}`;
  const { output, transactionTime, request } = await finished(server, `/fhir/$export?${query}`);
  assert.deepEqual(
    await texts(server, output),
    expected(population, { since: new Date(since), until: new Date(until) }),
  );
  assert.equal(transactionTime, clock.now().toISOString());
  assert.equal(request, `https://analytics.example/fhir/$export?${query}`);
});

test('an invalid value is 400 (K8)', async () => {
  const { server } = anHl7Server();
  for (const query of [
    '_since=yesterday',
    '_since=2026-01-01',
    '_type=../x',
    '_type=',
    'allowPartialManifests=yes',
  ])
    assert.equal(codeOf(await kickedOff(server, `/fhir/$export?${query}`)), 'value', query);
});

test('a parameter that the version or the server lacks is not supported (rules 18, 22)', async () => {
  const cases: [Parameters<typeof anHl7Server>[0], string][] = [
    [{ version: 'v2' }, '_until=2026-01-01T00:00:00Z'],
    [{ version: 'v2' }, 'organizeOutputBy=Patient'],
    [{ version: 'v2' }, 'allowPartialManifests=true'],
    [{ version: 'v3' }, '_sort=id'],
    [{ version: 'v3' }, 'patient=Patient/pat-1'],
    [{ version: 'v3' }, '_type=Basic'],
    [{ version: 'v3' }, '_outputFormat=csv'],
    [{ version: 'v3' }, 'organizeOutputBy=Group'],
    [{ version: 'v3' }, 'includeAssociatedData=_everything'],
    [{ version: 'v3' }, '_typeFilter=Patient?name:exact=A'],
    [{ version: 'v3', unsupported: ['_elements'] }, '_elements=id'],
  ];
  for (const [options, query] of cases) {
    const answer = await kickedOff(anHl7Server(options).server, `/fhir/$export?${query}`);
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'not-supported'], query);
  }
});

test('_outputFormat accepts three names of NDJSON (rule 18)', async () => {
  const { server } = anHl7Server();
  for (const format of ['application/fhir%2Bndjson', 'application/ndjson', 'ndjson'])
    assert.ok(await started(server, `/fhir/$export?_outputFormat=${format}`));
});

test('with one job at a time a second kick-off is 429 (rule 23)', async () => {
  const { server } = anHl7Server({ oneJobAtATime: true });
  const statusUrl = await started(server);
  const busy = await kickedOff(server);
  assert.deepEqual([busy.status, busy.headers['retry-after']], [429, '60']);
  assert.equal((await send(server, statusUrl, { method: 'DELETE' })).status, 202);
  await started(server);
});

test('a status URL may be relative (K6)', async () => {
  const { server } = anHl7Server({ relativeStatusUrl: true });
  assert.match(await started(server), /^\/fhir\/jobs\/[\w-]+$/);
});

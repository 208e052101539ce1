import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { assertLanded, type Hl7World, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const request = (changes = {}) => ExportRequest.parse({ types: TYPES, mode: 'full', ...changes });

/** Kicks a job off as another client, and gives its status URL. */
async function kickedOffElsewhere({ server }: Hl7World): Promise<string> {
  const { headers } = await server.handle({
    method: 'GET',
    url: new URL(`https://fhir.example/fhir/$export?_type=${TYPES.join(',')}`),
    headers: { accept: 'application/fhir+json', prefer: 'respond-async' },
    body: '',
  });
  return headers['content-location'] ?? '';
}

test('a job that another client kicked off is adopted: no second kick-off, all its data', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v2' }) });
  const adopt = await kickedOffElsewhere(world);
  const result = await world.runExport({ source: 'hl7', request: request(), adopt });
  assertLanded(world, result);
  assert.equal(requestsTo(world, /\$export/).length, 1);
  const next = await world.run('hl7', { types: TYPES });
  assert.equal(next.since, result.transactionTime, 'the next export starts there');
  await world.close();
});

test('an adopted job whose export differs from the request is refused (M13)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v2' }) });
  const adopt = await kickedOffElsewhere(world);
  const other = request({ types: ['Patient'] });
  const result = await world.runExport({ source: 'hl7', request: other, adopt });
  assert.equal(result.error?.name, 'ManifestRefused');
  await world.close();
});

test('a status URL at another origin is refused, and nothing is sent there (P14)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v2' }) });
  for (const adopt of ['https://evil.example/jobs/1', 'https://open.example/fhir/jobs/1']) {
    const result = await world.runExport({ source: 'hl7', request: request(), adopt });
    await world.clock.sleep(1000);
    assert.ok(['LinkRefused', 'SettingsInvalid'].includes(result.error?.name ?? ''), adopt);
  }
  assert.deepEqual(requestsTo(world, /./), []);
  await world.close();
});

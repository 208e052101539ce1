import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filteredPopulation } from '../../../local/servers/hl7/resource-filter.ts';
import { landedContent } from '../lake-content.ts';
import { people } from '../one-up-servers.ts';
import { assertLanded, openHl7World, requestsTo } from './hl7-world.ts';

const PATIENTS = ['Patient'];

test('a clinical date is a filter, while _since remains the time of the data’s change (rule 20)', async () => {
  const allPatients = [...people.lines('Patient', { until: new Date('2026-01-01T00:00:00Z') })];
  const birthDate = allPatients.map((line) => JSON.parse(line).birthDate).at(0);
  const typeFilters = [`Patient?birthdate=${birthDate}`];
  const world = await openHl7World({ server: () => ({ version: 'v3' }) });
  const request = { types: PATIENTS, typeFilters };
  const first = await world.run('hl7', request);
  await world.clock.sleep(86_400_000);
  const next = await world.run('hl7', request);
  assert.deepEqual([next.error, next.since], [null, first.transactionTime]);
  const until = new Date(first.transactionTime ?? '');
  const born25 = filteredPopulation(people, { typeFilters, elements: [] }).lines('Patient', {
    until,
  });
  const expected = [...born25].map((line) => `${line}\n`).join('');
  assert.ok(expected !== '' && landedContent(world.lake, first, 'Patient') === expected);
  const [, again] = world.server.requests.filter(({ url }) => /\$export/.test(url.pathname));
  assert.equal(again?.url.searchParams.get('_typeFilter'), typeFilters[0]);
  assert.equal(again?.url.searchParams.get('_since'), first.transactionTime);
  await world.close();
});

test('a parameter that the server does not support fails the export, and is not left out (rule 22)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', unsupported: ['_elements'] }),
  });
  const { error } = await world.run('hl7', { types: PATIENTS, elements: ['id'] });
  assert.equal(error?.name, 'KickOffRefused');
  assert.match(error?.message ?? '', /400 \(not-supported\)/);
  assert.equal(requestsTo(world, /\$export/).length, 1);
  await world.clock.sleep(1000);
  assertLanded(world, await world.run('hl7', { types: PATIENTS }), PATIENTS);
  await world.close();
});

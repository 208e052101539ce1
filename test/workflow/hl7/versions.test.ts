import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const ways = [
  ['v2', {}, 'GET'],
  ['v2', { kickOff: 'get-repeated' }, 'GET'],
  ['v2', { kickOff: 'post' }, 'POST'],
  ['v3', {}, 'GET'],
  ['v3', { kickOff: 'post' }, 'POST'],
  ['v3', { separateExportStatus: true }, 'GET'],
  ['v4', {}, 'POST'],
] as const;

for (const [version, bulkData, method] of ways)
  describe(`an export from a ${version} server, requested with ${JSON.stringify(bulkData)} (rules 12–15)`, () => {
    for (const named of [version, 'discover'])
      test(`lands its data, byte for byte, with the version "${named}"`, async () => {
        const world = await openHl7World({
          server: () => ({ version, post: true, omitEmptyLists: true, separateStatus: true }),
          source: { bulkData: { ...bulkData, version: named } },
        });
        const result = await world.run('hl7', { types: TYPES });
        assertLanded(world, result);
        assert.deepEqual(requestsTo(world, /\$export/), [`${method} /fhir/$export`]);
        await world.close();
      });
  });

test('an export of all patients, with all data of the server (rule 12)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v3' }) });
  const result = await world.run('hl7', { types: TYPES, level: 'patient' });
  assertLanded(world, result);
  assert.deepEqual(requestsTo(world, /\$export/), ['GET /fhir/Patient/$export']);
  await world.close();
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openHl7World } from './hl7-world.ts';
import { asked, assertLandedWhole } from './landed-whole.ts';
import { TYPES } from './types.ts';

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
  describe(`an export from a ${version} server, asked by ${JSON.stringify(bulkData)} (rules 12–15)`, () => {
    for (const named of [version, 'discover'])
      test(`lands what it holds, byte for byte, the version being "${named}"`, async () => {
        const world = await openHl7World({
          server: () => ({ version, post: true, omitEmptyLists: true, separateStatus: true }),
          source: { bulkData: { ...bulkData, version: named } },
        });
        const result = await world.run('hl7', { types: TYPES });
        assertLandedWhole(world, result);
        assert.deepEqual(asked(world, /\$export/), [`${method} /fhir/$export`]);
        await world.close();
      });
  });

test('an export of all patients, with all that their server knows of them (rule 12)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v3' }) });
  const result = await world.run('hl7', { types: TYPES, level: 'patient' });
  assertLandedWhole(world, result);
  assert.deepEqual(asked(world, /\$export/), ['GET /fhir/Patient/$export']);
  await world.close();
});

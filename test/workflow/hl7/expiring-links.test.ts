import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPEN_ORIGIN, openHl7World } from './hl7-world.ts';
import { asked, assertLandedWhole } from './landed-whole.ts';

const TYPES = ['Observation'];

describe('rule 45, M15: links that live three seconds', () => {
  for (const requiresAccessToken of [true, false])
    for (const expiredLink of [403, 404, 410] as const)
      test(`200 files come whole; expired links answer ${expiredLink}, token wanted: ${requiresAccessToken}`, async () => {
        const world = await openHl7World({
          server: () => ({
            ...{ version: 'v3', linesPerFile: 15, linkSeconds: 3, expiredLink },
            ...{ requiresAccessToken, fileOrigin: () => OPEN_ORIGIN },
          }),
          source: { bulkData: { version: 'v3' }, fileOrigins: [OPEN_ORIGIN], openOrigins: [] },
        });
        const result = await world.run('hl7', { types: TYPES });
        assertLandedWhole(world, result, TYPES);
        assert.ok(result.files.length >= 200, `${result.files.length} files`);
        const fetched = asked(world, /\/files\//).length;
        assert.ok(fetched < 2 * result.files.length, `${fetched} requests for files`);
        await world.close();
      });
});

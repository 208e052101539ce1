import assert from 'node:assert/strict';
import { OPEN_ORIGIN, openHl7World } from './hl7-world.ts';
import { asked, assertLandedWhole } from './landed-whole.ts';

const TYPES = ['Observation'];

type Expiring = {
  linesPerFile: number;
  requiresAccessToken: boolean;
  expiredLink: 403 | 404 | 410;
};

/** Exports at least so many files, by links that live three seconds, and proves that they come whole. */
export async function exportExpiring(leastFiles: number, server: Expiring): Promise<void> {
  const world = await openHl7World({
    server: () => ({
      ...{ version: 'v3', linkSeconds: 3, fileOrigin: () => OPEN_ORIGIN },
      ...server,
    }),
    source: { bulkData: { version: 'v3' }, fileOrigins: [OPEN_ORIGIN], openOrigins: [] },
  });
  const result = await world.run('hl7', { types: TYPES });
  assertLandedWhole(world, result, TYPES);
  assert.ok(result.files.length >= leastFiles, `${result.files.length} files`);
  const fetched = asked(world, /\/files\//).length;
  assert.ok(fetched < 2 * result.files.length, `${fetched} requests for files`);
  await world.close();
}

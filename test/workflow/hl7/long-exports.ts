import assert from 'node:assert/strict';
import { assertLanded, OPEN_ORIGIN, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const EXPIRING_TYPES = ['Observation'];

type Expiring = {
  linesPerFile: number;
  requiresAccessToken: boolean;
  expiredLink: 403 | 404 | 410;
};

/** Exports at least `minFiles` files, by links that expire after three seconds; proves that they land completely. */
export async function exportExpiring(minFiles: number, server: Expiring): Promise<void> {
  const world = await openHl7World({
    server: () => ({
      ...{ version: 'v3', linkSeconds: 3, fileOrigin: () => OPEN_ORIGIN },
      ...server,
    }),
    source: { bulkData: { version: 'v3' }, fileOrigins: [OPEN_ORIGIN], openOrigins: [] },
  });
  const result = await world.run('hl7', { types: EXPIRING_TYPES });
  assertLanded(world, result, EXPIRING_TYPES);
  assert.ok(result.files.length >= minFiles, `${result.files.length} files`);
  const fetched = requestsTo(world, /\/files\//).length;
  assert.ok(fetched < 2 * result.files.length, `${fetched} requests for files`);
  await world.close();
}

const DAY_SECONDS = 86_400;
/** Step Functions ends an execution at 25,000 events. */
const MAX_EVENTS = 20_000;

/** Exports from a job that takes days; proves that it lands completely, within few events. */
export async function exportJobOf(days: number, retryAfterSeconds: number): Promise<void> {
  const world = await openHl7World({
    server: () => ({
      version: 'v2',
      duration: { polls: Number.MAX_SAFE_INTEGER, seconds: days * DAY_SECONDS },
      ...(retryAfterSeconds === 0 ? { retryAfter: 'none' } : { retryAfterSeconds }),
    }),
    source: { deadlineHours: 24 * 14 },
  });
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  const events = world.laptop.measured(result.exportId)?.longestHistory ?? Number.NaN;
  assert.ok(events < MAX_EVENTS, `${events} events`);
  const polls = requestsTo(world, /\/jobs\//).length;
  assert.ok(polls > 100, `${polls} polls`);
  await world.close();
}

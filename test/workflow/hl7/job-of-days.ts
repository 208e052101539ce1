import assert from 'node:assert/strict';
import { openHl7World } from './hl7-world.ts';
import { asked, assertLandedWhole } from './landed-whole.ts';
import { TYPES } from './types.ts';

const DAY_SECONDS = 86_400;
/** Step Functions ends an execution at 25,000. */
const MOST_EVENTS = 20_000;

/** Exports from a job that takes so long, and proves that it lands whole within few events. */
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
  assertLandedWhole(world, result);
  const events = world.laptop.measured(result.exportId)?.longestHistory ?? Number.NaN;
  assert.ok(events < MOST_EVENTS, `${events} events`);
  const polls = asked(world, /\/jobs\//).length;
  assert.ok(polls > 100, `${polls} polls`);
  await world.close();
}

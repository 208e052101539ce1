import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHl7World } from './hl7-world.ts';
import { asked, assertLandedWhole } from './landed-whole.ts';
import { TYPES } from './types.ts';

const DAY_SECONDS = 86_400;

for (const [days, retryAfterSeconds, limit] of [
  [3, 60, 20_000],
  [3, 0, 20_000],
  [13.9, 120, 20_000],
] as const)
  test(`P13, rule 25: a job of ${days} days, Retry-After ${retryAfterSeconds}, is exported within ${limit} events`, async () => {
    const world = await openHl7World({
      server: () => ({
        version: 'v2',
        pace: { polls: Number.MAX_SAFE_INTEGER, seconds: days * DAY_SECONDS },
        ...(retryAfterSeconds === 0 ? { retryAfter: 'none' } : { retryAfterSeconds }),
      }),
      source: { deadlineHours: 24 * 14 },
    });
    const result = await world.run('hl7', { types: TYPES });
    assertLandedWhole(world, result);
    const events = world.laptop.measured(result.exportId)?.longestHistory ?? Number.NaN;
    assert.ok(events < limit, `${events} events`);
    const polls = asked(world, /\/jobs\//).length;
    assert.ok(polls > 100, `${polls} polls`);
    await world.close();
  });

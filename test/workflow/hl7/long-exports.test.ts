import { describe, test } from 'node:test';
import { exportExpiring, exportJobOf } from './long-exports.ts';

test('a job of 3 days, Retry-After 60, is exported within 20,000 events (P13, rule 25)', () =>
  exportJobOf(3, 60));

describe('links that expire after three seconds (rule 45, M15)', () => {
  for (const requiresAccessToken of [true, false])
    for (const expiredLink of [403, 404, 410] as const)
      test(`40 files land completely; expired links answer ${expiredLink}, requiresAccessToken: ${requiresAccessToken}`, () =>
        exportExpiring(40, { linesPerFile: 75, expiredLink, requiresAccessToken }));
});

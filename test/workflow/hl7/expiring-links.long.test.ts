import { describe, test } from 'node:test';
import { exportExpiring } from './expiring.ts';

describe('links that live three seconds (rule 45, M15)', () => {
  for (const requiresAccessToken of [true, false])
    for (const expiredLink of [403, 404, 410] as const)
      test(`200 files come whole; expired links answer ${expiredLink}, token wanted: ${requiresAccessToken}`, () =>
        exportExpiring(200, { linesPerFile: 15, expiredLink, requiresAccessToken }));
});

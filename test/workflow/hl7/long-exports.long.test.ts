import { describe, test } from 'node:test';
import { exportFromBusyServer } from './busy-world.ts';
import { exportExpiring, exportJobOf } from './long-exports.ts';

for (const [days, retryAfterSeconds] of [
  [3, 0],
  [13.9, 120],
] as const)
  test(`a job of ${days} days, Retry-After ${retryAfterSeconds}, is exported within 20,000 events (P13, rule 25)`, () =>
    exportJobOf(days, retryAfterSeconds));

describe('links that expire after three seconds (rule 45, M15)', () => {
  for (const requiresAccessToken of [true, false])
    for (const expiredLink of [403, 404, 410] as const)
      test(`200 files land completely; expired links answer ${expiredLink}, requiresAccessToken: ${requiresAccessToken}`, () =>
        exportExpiring(200, { linesPerFile: 15, expiredLink, requiresAccessToken }));
});

test('a server that throttles for six hours ends the export at its deadline (D21, F6)', () =>
  exportFromBusyServer({
    ...{ deadlineHours: 6, retryAfterSeconds: 5 },
    ...{ name: 'DeadlineExceeded', endsAfterHours: 6 },
  }));

import { test } from 'node:test';
import { exportJobOf } from './job-of-days.ts';

for (const [days, retryAfterSeconds] of [
  [3, 0],
  [13.9, 120],
] as const)
  test(`a job of ${days} days, Retry-After ${retryAfterSeconds}, is exported within 20,000 events (P13, rule 25)`, () =>
    exportJobOf(days, retryAfterSeconds));

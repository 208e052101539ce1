import { test } from 'node:test';
import { exportJobOf } from './job-of-days.ts';

for (const [days, retryAfterSeconds] of [
  [3, 0],
  [13.9, 120],
] as const)
  test(`P13, rule 25: a job of ${days} days, Retry-After ${retryAfterSeconds}, is exported within 20,000 events`, () =>
    exportJobOf(days, retryAfterSeconds));

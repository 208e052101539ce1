import { test } from 'node:test';
import { exportJobOf } from './job-of-days.ts';

test('a job of 3 days, Retry-After 60, is exported within 20,000 events (P13, rule 25)', () =>
  exportJobOf(3, 60));

import { test } from 'node:test';
import { sweepKills } from './kill-sweep.ts';

for (const compress of ['none', 'zstd'] as const)
  test(`killed after each of its effects, a file of several calls and parts of 8 MiB lands whole, at ${compress} (D24)`, () =>
    sweepKills(compress, 1024 ** 2));

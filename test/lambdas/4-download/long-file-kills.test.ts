import { test } from 'node:test';
import { SMALL_MIB } from '../../fakes/builders.ts';
import { sweepKills } from './kill-sweep.ts';

for (const compress of ['none', 'zstd'] as const)
  test(`killed after each of its effects, a file of several calls lands whole, at ${compress} (D24)`, () =>
    sweepKills(compress, SMALL_MIB));

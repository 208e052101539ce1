import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { bundle } from '../bundles/bundle.ts';
import type { Machine } from '../measure/machine.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Table } from '../measure/table.ts';

const Told = z.array(z.object({ name: z.string(), secondsPerGigabyte: z.number() }));

/** Each check by itself over content in memory, on one core. */
export async function scans({ client }: Pick<Machine, 'client'>): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-scans-'));
  try {
    const program = join(folder, 'scan-client.mjs');
    await bundle(join(import.meta.dirname, 'scan-client.ts'), program);
    const { stdout } = await runMeasured([...client, process.execPath, program]);
    return {
      title: 'Each check by itself, in memory',
      columns: ['check', 's/GB', 'GB/s'],
      rows: Told.parse(JSON.parse(stdout)).map(({ name, secondsPerGigabyte }) => [
        name,
        secondsPerGigabyte.toFixed(3),
        (1 / secondsPerGigabyte).toFixed(2),
      ]),
      notes: [
        'One core, medians of 5 passes over 16 MiB of Observations in pieces of 64 KiB; GB of content.',
        'The structural scan includes the newlines and UTF-8, the full one parses every line besides.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

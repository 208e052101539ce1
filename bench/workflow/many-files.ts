import { join } from 'node:path';
import * as z from 'zod';
import { inRepository } from '../../infra/functions/repository.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome } from '../measure/suite.ts';

/** The program says more, which a test looks at. */
const Told = z.looseObject({
  status: z.literal('published'),
  checksums: z.int(),
  seconds: z.number(),
});
/** Of an export of 100,000 files on a laptop. */
const MOST_SECONDS = 180;

/** A whole export of very many small files through the local state machine, under a virtual clock. */
export async function manyFiles({ scale, tell }: Bench): Promise<Outcome> {
  const program = inRepository(join('test', 'workflow', 'many-files.ts'));
  const files = Math.min(...scale.plannedFiles);
  const { stdout, cpuSeconds } = await runMeasured([process.execPath, program, String(files)]);
  const { seconds, checksums } = Told.parse(JSON.parse(stdout));
  if (checksums !== files) throw new Error(`${checksums} of ${files} files came`);
  tell(`workflow: an export of ${files} files in ${seconds.toFixed(0)} s`);
  return {
    tables: [
      {
        title: 'A whole export of very many files, on a laptop',
        columns: ['files', 's', 'CPU-s'],
        rows: [[files.toLocaleString('en-US'), seconds.toFixed(1), cpuSeconds.toFixed(1)]],
        notes: [
          'In one process, with its server in it, under a virtual clock; CPU-s with starting and synthesizing.',
        ],
      },
    ],
    targets: [
      {
        measure: `seconds of an export of ${files.toLocaleString('en-US')} files on a laptop`,
        ...{ bound: 'at most', limit: MOST_SECONDS, measured: seconds, digits: 0 },
      },
    ],
  };
}

import { join } from 'node:path';
import * as z from 'zod';
import { inRepository } from '../../infra/functions/repository.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';

/** A part of the program's output; a test checks the rest. */
const Output = z.looseObject({
  status: z.literal('published'),
  checksums: z.int(),
  seconds: z.number(),
});
/** For an export of 100,000 files on a laptop. */
const MAX_SECONDS = 180;

/** An export of very many small files through the local state machine, under a virtual clock. */
export async function manyFiles({ scale, log }: Bench): Promise<SuiteResult> {
  const program = inRepository(join('test', 'workflow', 'many-files.ts'));
  const files = Math.min(...scale.plannedFiles);
  const { stdout, cpuSeconds } = await runMeasured([process.execPath, program, String(files)]);
  const { seconds, checksums } = Output.parse(JSON.parse(stdout));
  if (checksums !== files) throw new Error(`${checksums} of ${files} files were published`);
  log(`workflow: an export of ${files} files in ${seconds.toFixed(0)} s`);
  return {
    tables: [
      {
        title: 'A whole export of very many files, on a laptop',
        columns: ['files', 's', 'CPU-s'],
        rows: [[files.toLocaleString('en-US'), seconds.toFixed(1), cpuSeconds.toFixed(1)]],
        notes: [
          'In one process with its server, under a virtual clock; CPU-s includes start-up and synthesis.',
        ],
      },
    ],
    targets: [
      {
        measure: `seconds of an export of ${files.toLocaleString('en-US')} files on a laptop`,
        ...{ bound: 'at most', limit: MAX_SECONDS, measured: seconds, digits: 0 },
      },
    ],
  };
}

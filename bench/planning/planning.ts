import { join } from 'node:path';
import * as z from 'zod';
import type { Machine } from '../measure/machine.ts';
import { median } from '../measure/median.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Scale } from '../measure/scale.ts';
import type { Table } from '../measure/table.ts';

const Step = z.object({ cpuSeconds: z.number(), wallSeconds: z.number() });
const Told = z.object({ plan: Step, publish: Step, bytes: z.number() });

/** Plan and Publish of one export of very many files. */
export async function planning(
  { plannedFiles, rounds }: Pick<Scale, 'plannedFiles' | 'rounds'>,
  { client }: Machine,
  tell: (line: string) => void,
): Promise<Table> {
  const program = join(import.meta.dirname, 'client.ts');
  const runs: z.infer<typeof Told>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const node = [process.execPath, program, String(plannedFiles)];
    const { stdout } = await runMeasured([...client, ...node]);
    runs.push(Told.parse(JSON.parse(stdout)));
    tell(`planning, round ${round} of ${rounds}`);
  }
  const files = plannedFiles.toLocaleString('en-US');
  const peak = median(runs.map(({ bytes }) => bytes)) / 1024 ** 2;
  return {
    title: `Plan and publish ${files} files`,
    columns: ['step', 'CPU-s', 's', 'CPU-us/file'],
    rows: [
      rowOf(
        'Plan',
        plannedFiles,
        runs.map(({ plan }) => plan),
      ),
      rowOf(
        'Publish',
        plannedFiles,
        runs.map(({ publish }) => publish),
      ),
    ],
    notes: [
      `${rounds === 1 ? 'One run' : `Medians of ${rounds} runs`}; one page of manifest, storage in memory: computing alone, no S3.`,
      `Both in one process, which took ${peak.toFixed(0)} MiB at its peak with all of that storage in it.`,
    ],
  };
}

function rowOf(name: string, files: number, steps: readonly z.infer<typeof Step>[]): string[] {
  const cpuSeconds = median(steps.map((step) => step.cpuSeconds));
  const wallSeconds = median(steps.map((step) => step.wallSeconds));
  const perFile = ((cpuSeconds / files) * 1e6).toFixed(0);
  return [name, cpuSeconds.toFixed(2), wallSeconds.toFixed(2), perFile];
}

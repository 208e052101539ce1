import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { stepList } from '../../infra/functions/steps.ts';
import { type Machine, runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import { startServer } from '../servers/loopback.ts';
import { planningResult, type RunInMemory, type StepResult } from './planning-table.ts';
import { bundleClient } from './rounds.ts';

const Figures = z.object({
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  peakBytes: z.number(),
});
const MIB = 1024 ** 2;
/** The most that Lambda has. */
const MAX_MEGABYTES = 10_240;
/** The share of the memory that Node's heap has on Lambda. */
const HEAP_SHARE = 0.9;

/** Plan and Publish of exports of very many files, each in the memory of its function. */
export async function planning({ scale, machine, log }: Bench): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-planning-'));
  try {
    const program = await bundleClient('plan-and-publish', folder);
    const all: StepResult[] = [];
    for (const files of scale.plannedFiles)
      all.push(...(await measureSteps(files, { program, machine, log })));
    return planningResult(all);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Context = { program: string } & Pick<Bench, 'machine' | 'log'>;

async function measureSteps(
  files: number,
  { program, machine, log }: Context,
): Promise<StepResult[]> {
  const records = await startServer({ name: 'records', files }, machine.servers);
  const task = (step: string) => [program, step, records.origin, String(files)];
  const measure = async (step: StepResult['step']): Promise<StepResult> => {
    const { memoryMegabytes: functionMegabytes } = stepList[step];
    const run = await runInMemory(functionMegabytes, task(step), machine);
    log(`planning: ${step} of ${files} files: ${run.kind}`);
    return { step, files, functionMegabytes, run };
  };
  try {
    await runMeasured([process.execPath, LARGE_HEAP, ...task('prepare')]);
    const plan = await measure('plan');
    await runMeasured([process.execPath, LARGE_HEAP, ...task('download')]);
    return [plan, await measure('publish')];
  } finally {
    await records.stop();
  }
}

const LARGE_HEAP = '--max-old-space-size=8192';

/** Runs a step in its function's memory, and doubles the memory until it is enough. */
async function runInMemory(
  functionMegabytes: number,
  task: readonly string[],
  { client }: Pick<Machine, 'client'>,
): Promise<RunInMemory> {
  for (let megabytes = functionMegabytes; ; megabytes = Math.min(megabytes * 2, MAX_MEGABYTES)) {
    const heap = `--max-old-space-size=${Math.floor(megabytes * HEAP_SHARE)}`;
    const run = await runMeasured([...client, process.execPath, heap, ...task]).then(
      ({ stdout }) => Figures.parse(JSON.parse(stdout)),
      (error: unknown) => String(error),
    );
    if (typeof run !== 'string' && run.peakBytes <= megabytes * MIB)
      return { kind: 'done', megabytes, ...run };
    if (megabytes === MAX_MEGABYTES)
      return {
        kind: 'failed',
        why: typeof run === 'string' ? run : 'it needs more memory than Lambda has',
      };
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { stepList } from '../../infra/functions/steps.ts';
import { bundle } from '../bundles/bundle.ts';
import type { Machine } from '../measure/machine.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { startServer } from '../servers/start-server.ts';
import { type InMemory, type Planned, planningOutcome } from './planning-table.ts';

const Told = z.object({ cpuSeconds: z.number(), wallSeconds: z.number(), peakBytes: z.number() });
const MIB = 1024 ** 2;
/** Lambda has no more. */
const MOST_MEGABYTES = 10_240;
/** What of its memory Lambda lets Node's heap have. */
const HEAP_SHARE = 0.9;

/** Plan and Publish of exports of very many files, each in the memory that its function has. */
export async function planning({ scale, machine, tell }: Bench): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-planning-'));
  try {
    const program = join(folder, 'client.mjs');
    await bundle(join(import.meta.dirname, 'client.ts'), program);
    const all: Planned[] = [];
    for (const files of scale.plannedFiles)
      all.push(...(await planned(files, { program, machine, tell })));
    return planningOutcome(all);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Measuring = { program: string } & Pick<Bench, 'machine' | 'tell'>;

async function planned(files: number, { program, machine, tell }: Measuring): Promise<Planned[]> {
  const papers = await startServer({ name: 'papers', files }, machine.servers);
  const task = (step: string) => [program, step, papers.origin, String(files)];
  const measured = async (step: Planned['step']): Promise<Planned> => {
    const { memoryMegabytes: ownMegabytes } = stepList[step];
    const ran = await inMemory(ownMegabytes, task(step), machine);
    tell(`planning: ${step} of ${files} files: ${ran.kind}`);
    return { step, files, ownMegabytes, ran };
  };
  try {
    await runMeasured([process.execPath, ROOMY, ...task('prepare')]);
    const plan = await measured('plan');
    await runMeasured([process.execPath, ROOMY, ...task('land')]);
    return [plan, await measured('publish')];
  } finally {
    await papers.stop();
  }
}

const ROOMY = '--max-old-space-size=8192';

/** Runs a step in its function's memory, and in more for as long as that is not enough. */
async function inMemory(
  ownMegabytes: number,
  task: readonly string[],
  { client }: Pick<Machine, 'client'>,
): Promise<InMemory> {
  for (let megabytes = ownMegabytes; ; megabytes = Math.min(megabytes * 2, MOST_MEGABYTES)) {
    const heap = `--max-old-space-size=${Math.floor(megabytes * HEAP_SHARE)}`;
    const run = await runMeasured([...client, process.execPath, heap, ...task]).then(
      ({ stdout }) => Told.parse(JSON.parse(stdout)),
      (error: unknown) => String(error),
    );
    if (typeof run !== 'string' && run.peakBytes <= megabytes * MIB)
      return { kind: 'done', megabytes, ...run };
    if (megabytes === MOST_MEGABYTES)
      return { kind: 'failed', why: typeof run === 'string' ? run : 'more than Lambda has' };
  }
}

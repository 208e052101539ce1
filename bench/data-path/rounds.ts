import { join } from 'node:path';
import { bundle } from '../bundles/bundle.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench } from '../measure/suite.ts';
import { bytesIn, lengthOf } from '../servers/ask.ts';
import type { Loopback } from '../servers/loopback.ts';
import type { Job } from './client/job.ts';
import type { Contender, Measured } from './contender.ts';

const TYPES = ['Observation', 'ExplanationOfBenefit', 'Encounter', 'Condition'];

/** What is moved in every round. */
type Load = { label: string; rounds: number; files: number; fileBytes: number };

type Measuring = { loopback: Loopback } & Pick<Bench, 'machine' | 'tell'>;

/** Bundles the clients of this folder into the loopback's. */
export async function bundleClients({ folder }: Loopback): Promise<void> {
  for (const client of ['ours', 'usual', 'receive', 'bare'])
    await bundle(
      join(import.meta.dirname, 'client', `${client}.ts`),
      join(folder, `${client}.mjs`),
    );
}

/** Moves the same files by every contender in turn, round after round, and gives their content's bytes. */
export async function inRounds(
  contenders: readonly Contender[],
  load: Load,
  measuring: Measuring,
): Promise<{ bytes: number; all: Measured[] }> {
  const { loopback, tell } = measuring;
  const bytes = await sum(filesOf(load, loopback.source));
  const all = contenders.map((contender): Measured => ({ ...contender, runs: [] }));
  for (let round = 1; round <= load.rounds; round += 1)
    for (const contender of all) {
      const run = await moved(contender, bytes, load, measuring).catch((error: unknown) =>
        tell(`${contender.name}: ${error}`),
      );
      if (run) contender.runs.push(run);
      const took = run ? `${(run.cpuSeconds / (bytes / 1e9)).toFixed(2)} CPU-s/GB` : 'failed';
      tell(`${load.label}, round ${round} of ${load.rounds}: ${contender.name}: ${took}`);
    }
  return { bytes, all };
}

const filesOf = ({ files, fileBytes }: Load, folder: string) =>
  Array.from({ length: files }, (_, i): Job['files'][number] => {
    const type = TYPES[i % TYPES.length] ?? '';
    return { type, url: `${folder}/${type}/${fileBytes}/${i + 1}.ndjson` };
  });

async function sum(files: Job['files']): Promise<number> {
  const lengths = await Promise.all(files.map(({ url }) => lengthOf(url)));
  return lengths.reduce((total, length) => total + length, 0);
}

/** Lets a contender move the files once. Throws where it fails, or what came cannot be all of it. */
async function moved(
  contender: Contender,
  bytes: number,
  load: Load,
  { loopback, machine }: Measuring,
) {
  const { source, sink, env } = loopback;
  const files = filesOf(load, `${source}${contender.path ?? ''}`);
  // The server has them ready.
  await sum(files);
  const before = await bytesIn(sink);
  const run = await runMeasured([...machine.client, ...contender.command(files, sink)], env);
  const storedBytes = (await bytesIn(sink)) - before;
  const isAll = contender.stores === 'content' ? storedBytes === bytes : storedBytes > 0;
  if (contender.stores !== 'nothing' && !isAll)
    throw new Error(`${storedBytes} of ${bytes} bytes came`);
  return { ...run, storedBytes };
}

/** Peak memory of Node that does nothing, in bytes. */
export async function bareBytes({ folder, env }: Loopback): Promise<number> {
  const { stdout } = await runMeasured([process.execPath, join(folder, 'bare.mjs')], env);
  return Number(stdout);
}

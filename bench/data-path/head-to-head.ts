import { join } from 'node:path';
import { bundle } from '../bundles/bundle.ts';
import type { Machine } from '../measure/machine.ts';
import { type Run, runMeasured } from '../measure/run-measured.ts';
import type { Scale } from '../measure/scale.ts';
import type { Table } from '../measure/table.ts';
import { bytesIn, lengthOf } from '../servers/ask.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import type { Job } from './client/job.ts';
import { type Contender, contenders } from './contenders.ts';
import { dataPathTable } from './data-path-table.ts';

/** All runs of one contender; none of one that failed. */
export type Measured = Pick<Contender, 'name' | 'isNode'> & { runs: Run[] };

const TYPES = ['Observation', 'ExplanationOfBenefit', 'Encounter', 'Condition'];

/** Moves the same files by every contender in turn, round after round. `tell` hears how far it is. */
export const headToHead = (
  scale: Pick<Scale, 'rounds' | 'files' | 'fileBytes'>,
  machine: Machine,
  tell: (line: string) => void,
): Promise<Table> =>
  withLoopback(machine, async (loopback) => {
    const { folder } = loopback;
    for (const client of ['ours', 'usual', 'bare'])
      await bundle(clientFile(client), join(folder, `${client}.mjs`));
    const files = filesOf(scale, loopback.source);
    const lengths = await Promise.all(files.map(({ url }) => lengthOf(url)));
    const bytes = lengths.reduce((sum, length) => sum + length, 0);
    const all = contenders(folder).map((contender) => ({ ...contender, runs: [] as Run[] }));
    for (let round = 1; round <= scale.rounds; round += 1)
      for (const contender of all) {
        const run = await moved(contender, { files, bytes, loopback, machine }).catch(
          (error: unknown) => tell(`${contender.name}: ${error}`),
        );
        if (run) contender.runs.push(run);
        const took = run ? `${(run.cpuSeconds / (bytes / 1e9)).toFixed(2)} CPU-s/GB` : 'failed';
        tell(`data path, round ${round} of ${scale.rounds}: ${contender.name}: ${took}`);
      }
    return dataPathTable(all, { bytes, rounds: scale.rounds, bareBytes: await bare(loopback) });
  });

const clientFile = (name: string) => join(import.meta.dirname, 'client', `${name}.ts`);

const filesOf = ({ files, fileBytes }: Pick<Scale, 'files' | 'fileBytes'>, source: string) =>
  Array.from({ length: files }, (_, i): Job['files'][number] => {
    const type = TYPES[i % TYPES.length] ?? '';
    return { type, url: `${source}/${type}/${fileBytes}/${i + 1}.ndjson` };
  });

type Load = { files: Job['files']; bytes: number; loopback: Loopback; machine: Machine };

/** Lets a contender move the files once. Throws where it fails, or not all of them have come. */
async function moved(contender: Contender, { files, bytes, loopback, machine }: Load) {
  const { sink, env } = loopback;
  const before = await bytesIn(sink);
  const run = await runMeasured([...machine.client, ...contender.command(files, sink)], env);
  const came = (await bytesIn(sink)) - before;
  if (contender.uploads && came !== bytes) throw new Error(`${came} of ${bytes} bytes came`);
  return run;
}

/** What Node takes that does nothing. */
async function bare({ folder, env }: Loopback): Promise<number> {
  const { stdout } = await runMeasured([process.execPath, join(folder, 'bare.mjs')], env);
  return Number(stdout);
}

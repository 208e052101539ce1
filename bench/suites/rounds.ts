import { join } from 'node:path';
import type { Job } from '../clients/job.ts';
import { bundle } from '../measure/bundle.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench } from '../measure/suite.ts';
import type { Loopback } from '../servers/loopback.ts';
import { bytesIn, lengthOf } from '../servers/server-stats.ts';
import type { Contender, ContenderRuns } from './contenders.ts';

const TYPES = ['Observation', 'ExplanationOfBenefit', 'Encounter', 'Condition'];

/** The files of every round. */
type Load = { label: string; rounds: number; files: number; fileBytes: number };

/** Where a suite measures. */
export type LoopbackContext = { loopback: Loopback } & Pick<Bench, 'machine' | 'log'>;

/** Bundles the clients of the data path into the loopback's folder. */
export async function bundleClients({ folder }: Loopback): Promise<void> {
  for (const client of ['sluice', 'lib-storage', 'receive']) await bundleClient(client, folder);
}

/** Bundles a client into a folder, and gives the bundle's path. */
export async function bundleClient(
  name: string,
  folder: string,
  isReadable = false,
): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await bundle(join(import.meta.dirname, '../clients', `${name}.ts`), outfile, isReadable);
  return outfile;
}

/** Moves the same files by every contender in turn, round after round; `bytes` is their content. */
export async function runRounds(
  contenders: readonly Contender[],
  load: Load,
  context: LoopbackContext,
): Promise<{ bytes: number; all: ContenderRuns[] }> {
  const { loopback, log } = context;
  const bytes = await totalBytes(filesOf(load, loopback.source));
  const all = contenders.map((contender): ContenderRuns => ({ ...contender, runs: [] }));
  for (let round = 1; round <= load.rounds; round += 1)
    for (const contender of all) {
      const run = await runOnce(contender, bytes, load, context).catch((error: unknown) =>
        log(`${contender.name}: ${error}`),
      );
      if (run) contender.runs.push(run);
      const result = run ? `${(run.cpuSeconds / (bytes / 1e9)).toFixed(2)} CPU-s/GB` : 'failed';
      log(`${load.label}, round ${round} of ${load.rounds}: ${contender.name}: ${result}`);
    }
  return { bytes, all };
}

const filesOf = ({ files, fileBytes }: Load, folder: string) =>
  Array.from({ length: files }, (_, i): Job['files'][number] => {
    const type = TYPES[i % TYPES.length] ?? '';
    return { type, url: `${folder}/${type}/${fileBytes}/${i + 1}.ndjson` };
  });

async function totalBytes(files: Job['files']): Promise<number> {
  const lengths = await Promise.all(files.map(({ url }) => lengthOf(url)));
  return lengths.reduce((total, length) => total + length, 0);
}

/** Lets a contender move the files once. Throws where it fails, or where bytes are missing at the sink. */
async function runOnce(
  contender: Contender,
  bytes: number,
  load: Load,
  { loopback, machine }: LoopbackContext,
) {
  const { source, sink, env } = loopback;
  const files = filesOf(load, `${source}${contender.path ?? ''}`);
  // Makes the server prepare the content.
  await totalBytes(files);
  const before = await bytesIn(sink);
  const run = await runMeasured([...machine.client, ...contender.command(files, sink)], env);
  const storedBytes = (await bytesIn(sink)) - before;
  const isComplete = contender.stores === 'content' ? storedBytes === bytes : storedBytes > 0;
  if (contender.stores !== 'nothing' && !isComplete)
    throw new Error(`${storedBytes} of ${bytes} bytes were stored`);
  return { ...run, storedBytes };
}

const PRINT_MEMORY = 'process.stdout.write(String(process.resourceUsage().maxRSS * 1024))';

/** Peak memory of an idle Node, in bytes. */
export async function idleBytes({ env }: Pick<Loopback, 'env'>): Promise<number> {
  const node = [process.execPath, '--input-type=module', '--eval', PRINT_MEMORY];
  const { stdout } = await runMeasured(node, env);
  return Number(stdout);
}

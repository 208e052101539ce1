import { join } from 'node:path';
import { bundle } from '../bundles/bundle.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { lengthOf, statsOf } from '../servers/ask.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import { type Row, smallFilesOutcome, WAYS, type Way } from './small-files-table.ts';

const FILE_BYTES = 1000;

/**
 * Moves many small files by the Download step, from a server that keeps connections and from one that does
 * not, and by a client that makes one for each file.
 */
export const smallFiles = ({ scale, machine, tell }: Bench): Promise<Outcome> =>
  withLoopback(machine, async (loopback) => {
    const rows: Row[] = [];
    for (const way of WAYS) {
      const program = join(loopback.folder, `${way.client}.mjs`);
      await bundle(join(import.meta.dirname, `${way.client}.ts`), program);
      const row = await measure(way, program, scale.smallFiles, { loopback, machine });
      rows.push(row);
      tell(`small files: ${way.name}: ${row.filesPerSecond.toFixed(0)} files/s`);
    }
    return smallFilesOutcome(rows, scale.smallFiles);
  });

async function measure(
  way: Way,
  program: string,
  files: number,
  { loopback, machine }: { loopback: Loopback } & Pick<Bench, 'machine'>,
): Promise<Row> {
  const { source, sink, env } = loopback;
  const url = `${source}${way.path}/Patient/${FILE_BYTES}`;
  await lengthOf(`${url}/first.ndjson`);
  const before = await statsOf(source);
  const args = [url, sink, String(files), way.send ?? 'direct'];
  const command = [...machine.client, process.execPath, program, ...args];
  const { cpuSeconds, wallSeconds } = await runMeasured(command, env);
  const after = await statsOf(source);
  const came = after.files - before.files;
  if (came !== files) throw new Error(`${came} of ${files} small files came`);
  return {
    way,
    filesPerSecond: files / wallSeconds,
    cpuSecondsPerFile: cpuSeconds / files,
    // One more was for these figures.
    handshakes: after.handshakes - before.handshakes - 1,
    resumed: after.resumed - before.resumed,
  };
}

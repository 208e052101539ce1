import { join } from 'node:path';
import { bundle } from '../bundles/bundle.ts';
import type { Machine } from '../measure/machine.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Scale } from '../measure/scale.ts';
import type { Table } from '../measure/table.ts';
import { lengthOf, statsOf } from '../servers/ask.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';

const FILE_BYTES = 1000;

const WAYS = [
  { id: 'kept', name: 'connection kept', path: '' },
  { id: 'closed', name: 'closed by the server after each file', path: '/closing' },
];

/** Downloads many small files by the Download step, from a server that keeps connections and from one that does not. */
export const smallFiles = (
  { smallFiles: files }: Pick<Scale, 'smallFiles'>,
  machine: Machine,
  tell: (line: string) => void,
): Promise<Table> =>
  withLoopback(machine, async (loopback) => {
    const client = join(loopback.folder, 'small.mjs');
    await bundle(join(import.meta.dirname, 'client.ts'), client);
    const rows: string[][] = [];
    for (const { id, name, path } of WAYS) {
      const url = `${loopback.source}${path}/Patient/${FILE_BYTES}`;
      const row = await measure({ id, client, url, files }, loopback, machine);
      rows.push([name, ...row]);
      tell(`small files: ${name}: ${row[0]} files/s`);
    }
    return {
      title: 'Small files: units of 500, one after another',
      columns: ['server', 'files/s', 'CPU-ms/file', 'full handshakes', 'resumed'],
      rows,
      notes: [
        `${files.toLocaleString('en-US')} files of 1 KB, each a GET and a PUT over HTTPS by one worker, one run each; start-up and the units' own papers included.`,
        'Handshakes are those with the FHIR server, as it counted them; connections to S3 are kept in both.',
      ],
    };
  });

/** `id`: receipts of one export would spare the other its files. */
type Task = { id: string; client: string; url: string; files: number };

async function measure(
  { id, client, url, files }: Task,
  { source, sink, env }: Loopback,
  machine: Machine,
): Promise<string[]> {
  await lengthOf(`${url}/first.ndjson`);
  const before = await statsOf(source);
  const command = [process.execPath, client, id, url, sink, String(files)];
  const { cpuSeconds, wallSeconds } = await runMeasured([...machine.client, ...command], env);
  const after = await statsOf(source);
  const came = after.files - before.files;
  if (came !== files) throw new Error(`${came} of ${files} small files came`);
  return [
    (files / wallSeconds).toFixed(0),
    ((cpuSeconds * 1000) / files).toFixed(2),
    // One more was for these figures.
    String(after.handshakes - before.handshakes - 1),
    String(after.resumed - before.resumed),
  ];
}

import type { Transport } from '../../lambdas/settings/sources.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import type { Target } from '../measure/tables.ts';
import { withLoopback } from '../servers/loopback.ts';
import { lengthOf, statsOf } from '../servers/server-stats.ts';
import { bundleClient, type LoopbackContext } from './rounds.ts';

const FILE_BYTES = 1000;

/** A client, and the path of the files on the server. */
type Variant = {
  name: string;
  client: 'small-files' | 'plain-https';
  path: '' | '/closing';
  /** The transport to S3; default: direct. */
  send?: Transport;
};

const KEEP_ALIVE: Variant = { name: 'Sluice, connection kept', client: 'small-files', path: '' };
const CONNECTION_PER_FILE: Variant = {
  name: 'plain node:https, one connection per file',
  ...{ client: 'plain-https', path: '' },
};

const VARIANTS: readonly Variant[] = [
  KEEP_ALIVE,
  {
    name: 'Sluice, connection kept, sent to S3 by the SDK',
    ...{ client: 'small-files', path: '', send: 'standard' },
  },
  { name: 'Sluice, closed by the server after each file', client: 'small-files', path: '/closing' },
  CONNECTION_PER_FILE,
];

/** What was measured of a variant; `handshakes` counts full ones. */
type Row = {
  variant: Variant;
  filesPerSecond: number;
  cpuSecondsPerFile: number;
  handshakes: number;
  resumed: number;
};

/**
 * Moves many small files by the Download step, from a server that keeps connections and from one that does
 * not, and by a client that makes a connection for each file.
 */
export const smallFiles = ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
  withLoopback(machine, async (loopback) => {
    const rows: Row[] = [];
    for (const variant of VARIANTS) {
      const row = await measure(variant, scale.smallFiles, { loopback, machine });
      rows.push(row);
      log(`small files: ${variant.name}: ${row.filesPerSecond.toFixed(0)} files/s`);
    }
    return smallFilesResult(rows, scale.smallFiles);
  });

async function measure(
  variant: Variant,
  files: number,
  { loopback, machine }: Omit<LoopbackContext, 'log'>,
): Promise<Row> {
  const { source, sink, folder, env } = loopback;
  const program = await bundleClient(variant.client, folder);
  const url = `${source}${variant.path}/Patient/${FILE_BYTES}`;
  await lengthOf(`${url}/first.ndjson`);
  const before = await statsOf(source);
  const args = [url, sink, String(files), variant.send ?? 'direct'];
  const command = [...machine.client, process.execPath, program, ...args];
  const { cpuSeconds, wallSeconds } = await runMeasured(command, env);
  const after = await statsOf(source);
  const served = after.files - before.files;
  if (served !== files) throw new Error(`${served} of ${files} small files were served`);
  return {
    variant,
    filesPerSecond: files / wallSeconds,
    cpuSecondsPerFile: cpuSeconds / files,
    // Without the handshake of the request for these figures.
    handshakes: after.handshakes - before.handshakes - 1,
    resumed: after.resumed - before.resumed,
  };
}

/** The table and the targets of small files. */
function smallFilesResult(rows: readonly Row[], files: number): SuiteResult {
  const keepAlive = rows.find(({ variant }) => variant === KEEP_ALIVE);
  const perFile = rows.find(({ variant }) => variant === CONNECTION_PER_FILE);
  const count = files.toLocaleString('en-US');
  return {
    tables: [
      {
        title: 'Small files: units of 500, one after another',
        columns: ['client', 'files/s', 'CPU-ms/file', 'full handshakes', 'resumed'],
        rows: rows.map((row) => [
          row.variant.name,
          row.filesPerSecond.toFixed(0),
          (row.cpuSecondsPerFile * 1000).toFixed(2),
          String(row.handshakes),
          String(row.resumed),
        ]),
        notes: [
          `${count} files of 1 KB, each a GET and a PUT over HTTPS by one worker, one run each; start-up and the units' own records included.`,
          'Handshakes are those with the FHIR server, as it counted them; connections to S3 are kept by all clients.',
          'The plain client keeps no session, checks nothing, signs nothing, and writes no receipts.',
          'Loopback has no round trips, which are most of the time of a handshake over a network.',
        ],
      },
    ],
    targets: keepAlive && perFile ? targets(keepAlive, perFile, count) : [],
  };
}

const targets = (keepAlive: Row, perFile: Row, count: string): Target[] => [
  {
    measure: `${count} files of 1 KB: files/s ÷ one connection per file`,
    ...{ bound: 'at least', limit: 5, measured: keepAlive.filesPerSecond / perFile.filesPerSecond },
  },
  {
    measure: `${count} files of 1 KB: handshakes per worker`,
    ...{
      bound: 'at most',
      limit: 2,
      measured: keepAlive.handshakes + keepAlive.resumed,
      digits: 0,
    },
  },
];

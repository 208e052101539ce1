import { putDataFor } from '../../lambdas/aws/s3/direct-put.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { startDemoServers } from '../demo/demo-servers.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { type ExportResult, exportTotals } from '../exports/export-result.ts';
import { runExport } from '../exports/run-export.ts';
import { folderLake } from '../laptop/lake.ts';
import { registeredPartitions } from '../laptop/lake-tables.ts';
import type { Laptop } from '../laptop/laptop.ts';
import { BUCKET } from '../laptop/local-cloud.ts';
import { firstLook } from '../queries/first-look.ts';
import { openLake } from '../queries/open-lake.ts';
import { type Printer, printTable } from '../terminal/print-table.ts';
import { refuseS3 } from './export-lake.ts';
import { openCommandLaptop } from './open-command-laptop.ts';
import { printResult } from './print-result.ts';
import { type ExitStatus, parseOptions, runCommand, UsageError } from './run-command.ts';

const USAGE = 'usage: npm start -- [--lake <dir>] [--people <number>]';

const options = {
  lake: { type: 'string', default: 'lake' },
  people: { type: 'string', default: '300' },
} as const;

/**
 * `npm start`: exports side by side from three 1upHealth-like servers on this machine, one of each kind,
 * and shows what landed. The second start is incremental.
 */
async function startCommand(args: string[]): Promise<ExitStatus> {
  const { lake, people } = parseOptions(args, options, USAGE);
  if (!/^[1-9]\d{0,6}$/.test(people))
    throw new UsageError(`--people: must be a number from 1 to 9999999\n${USAGE}`);
  refuseS3(lake, USAGE);
  const greeting = `Exporting from three 1upHealth-like servers on this machine into ${lake}/ …\n\n`;
  process.stderr.write(greeting);
  const demo = loadDemo(lake, { epoch: systemClock.now(), people: Number(people) });
  const servers = await startDemoServers(demo, systemClock);
  const { transport, sources, secrets } = servers;
  const { laptop, display, signal, close } = await openCommandLaptop({
    lake: folderLake(lake, putDataFor(transport)),
    transport,
    sources,
    secrets,
  });
  try {
    const run = (source: string) =>
      runExport({ source, request: ExportRequest.parse({}) }, laptop, display, signal);
    const results = await Promise.all(Object.keys(sources).map(run));
    await display.close();
    process.stdout.write('\n');
    const unpublished = results.filter((result) => result.status !== 'published');
    for (const result of unpublished) printResult(result, { lake, options: [] }, process.stdout);
    printLanded(results, lake, process.stdout);
    await printFirstLook(laptop, lake, process.stdout);
    return unpublished.length === 0 ? 0 : 1;
  } finally {
    await close();
    await servers.close();
  }
}

/** Prints a row for each export. */
function printLanded(results: readonly ExportResult[], lake: string, printer: Printer) {
  const rows = results.map(({ exportId, status, files, since, transactionTime }) => {
    const { lines, bytes, storedBytes } = exportTotals(files);
    return {
      export: exportId,
      status,
      files: files.length,
      records: lines,
      mb: roundedMegabytes(bytes),
      ...(isAnyEncoded(results) && { stored_mb: roundedMegabytes(storedBytes) }),
      since: since ?? 'the beginning',
      until: transactionTime ?? '',
    };
  });
  printTable(`What landed in ${lake}/`, rows, printer);
  const [first] = results.flatMap(({ files }) => files.flatMap(({ objects }) => objects));
  if (first) printer.write(`One of the files:  ${lake}/${first.key}\n\n`);
}

const roundedMegabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

const isAnyEncoded = (results: readonly ExportResult[]) =>
  results.some(({ files }) => files.some(({ objects }) => objects.some(isEncoded)));

const isEncoded = ({ key }: { key: string }) => !key.endsWith('.ndjson');

/** Prints the results of the first queries over the partitions that Publish registered. */
async function printFirstLook(laptop: Laptop, lake: string, printer: Printer) {
  const partitions = await registeredPartitions(laptop.aws);
  const tables = await openLake({ directory: lake, bucket: BUCKET, partitions });
  try {
    for (const { title, sql } of firstLook) printTable(title, await tables.query(sql), printer);
  } finally {
    tables.close();
  }
}

await runCommand(startCommand);

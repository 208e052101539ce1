import { writeFile } from 'node:fs/promises';
import { inRepository } from '../infra/functions/repository.ts';
import { thisMachine } from './measure/machine.ts';
import { fullScale, quickScale } from './measure/scale.ts';
import { showTable, type Table } from './measure/table.ts';
import { targetsTable } from './measure/target.ts';
import { readOptions } from './options.ts';
import { costReport, performanceReport } from './report.ts';
import { type Ran, runSuites } from './run-suites.ts';

/**
 * `npm run bench`: measures, prints tables, and writes them to docs/performance.md and docs/cost.md. With
 * `--quick` it takes some minutes, and what it tells is rough; with `--only <suite>` it runs one suite, with
 * `--profile` a profile of our client that is kept, and neither writes a document.
 */
async function run(): Promise<void> {
  const { isQuick, chosen, writes } = readOptions(process.argv.slice(2));
  const scale = isQuick ? quickScale : fullScale;
  const machine = thisMachine();
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const ran = await runSuites(chosen, { scale, machine, tell }, show);
  if (ran.targets.length > 0) show(targetsTable(ran.targets));
  if (writes) await write(ran, { machine: machine.description, isQuick, date: new Date() });
  if (ran.failures.length > 0) process.exitCode = 1;
}

const show = (table: Table) => showTable(table, process.stdout);

async function write(ran: Ran, circumstances: Parameters<typeof costReport>[1]): Promise<void> {
  await writeFile(inRepository('docs/performance.md'), performanceReport(ran, circumstances));
  await writeFile(inRepository('docs/cost.md'), costReport(ran, circumstances));
}

// By a signal alone, no `exit` would be told of, and what is being measured would run on.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await run();

import { writeFile } from 'node:fs/promises';
import { inRepository } from '../infra/functions/repository.ts';
import { thisMachine } from './measure/run-measured.ts';
import { fullScale, quickScale } from './measure/suite.ts';
import { showTable, type Table, targetsTable } from './measure/tables.ts';
import { costReport, performanceReport } from './report.ts';
import { readOptions, runSuites } from './suites.ts';

/**
 * `npm run bench`: measures, prints tables, and writes them to docs/performance.md and docs/cost.md.
 * `--quick` takes some minutes and gives rough figures. `--only <suite>` runs one suite, and `--profile`
 * keeps a profile of our client; both write no document.
 */
async function run(): Promise<void> {
  const { isQuick, suites, writesDocuments } = readOptions(process.argv.slice(2));
  const scale = isQuick ? quickScale : fullScale;
  const machine = thisMachine();
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const results = await runSuites(suites, { scale, machine, log }, show);
  if (results.targets.length > 0) show(targetsTable(results.targets));
  if (writesDocuments) {
    const circumstances = { machine: machine.description, isQuick, date: new Date() };
    await writeFile(inRepository('docs/performance.md'), performanceReport(results, circumstances));
    await writeFile(inRepository('docs/cost.md'), costReport(results, circumstances));
  }
  if (results.failures.length > 0) process.exitCode = 1;
}

const show = (table: Table) => showTable(table, process.stdout);

// A signal alone emits no `exit`, and the measured processes would keep running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await run();

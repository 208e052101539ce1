import { writeFile } from 'node:fs/promises';
import { inRepository } from '../infra/repository.ts';
import { measureBundles } from './bundles/measure-bundles.ts';
import { headToHead } from './data-path/head-to-head.ts';
import { thisMachine } from './measure/machine.ts';
import { fullScale, quickScale } from './measure/scale.ts';
import { plainTable, type Table } from './measure/table.ts';
import { planning } from './planning/planning.ts';
import { report } from './report.ts';
import { smallFiles } from './small-files/small-files.ts';

/**
 * `npm run bench`: measures, prints tables, and writes them to docs/performance.md. With `--quick` it
 * takes a minute or two, and what it tells is rough.
 */
async function run(): Promise<void> {
  const isQuick = process.argv.includes('--quick');
  const scale = isQuick ? quickScale : fullScale;
  const machine = thisMachine();
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  const tables: Table[] = [];
  for (const suite of [headToHead, smallFiles, planning, measureBundles]) {
    const table = await suite(scale, machine, tell);
    process.stdout.write(`${plainTable(table).join('\n')}\n\n`);
    tables.push(table);
  }
  const text = report(tables, { machine: machine.description, isQuick, date: new Date() });
  await writeFile(inRepository('docs/performance.md'), text);
}

await run();

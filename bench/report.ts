import { markdownTable, type Table, targetsTable } from './measure/tables.ts';
import type { BenchResults, NamedSuite } from './suites.ts';

type Circumstances = { machine: readonly string[]; isQuick: boolean; date: Date };

/** `docs/performance.md`: what one run measured, with the targets first. */
export const performanceReport = (results: BenchResults, circumstances: Circumstances): string =>
  report([
    '# Performance',
    '',
    ...writtenBy(circumstances),
    'measured, over loopback: no Lambda, no S3, no network. Compare rows with each other.',
    '',
    ...facts(results, circumstances),
    ...sections([targetsTable(results.targets), ...tablesOf('performance', results)]),
  ]);

/** `docs/cost.md`: a model of what an export costs, with what of it was counted. */
export const costReport = (results: BenchResults, circumstances: Circumstances): string =>
  report([
    '# Cost',
    '',
    ...writtenBy(circumstances),
    'counted and measured, put into the model of `bench/cost` with list prices. Nothing of it comes from a bill.',
    '',
    ...facts(results, circumstances),
    ...sections(tablesOf('cost', results)),
  ]);

const report = (lines: readonly string[]) => `${lines.join('\n')}\n`;

const writtenBy = ({ isQuick, date }: Circumstances) => [
  `Written by \`npm run bench${isQuick ? ' -- --quick' : ''}\` on ${date.toISOString().slice(0, 10)}. All figures are what that one run`,
];

const facts = ({ failures }: BenchResults, { machine, isQuick }: Circumstances) => [
  ...machine.map((fact) => `- ${fact}`),
  ...(isQuick ? ['- a quick run: one small round, in which start-up has a large share'] : []),
  ...failures.map((failure) => `- failed, and not measured: ${failure}`),
];

const tablesOf = (document: NamedSuite['document'], { tables }: BenchResults): Table[] =>
  tables.filter((each) => each.document === document).map(({ table }) => table);

const sections = (tables: readonly Table[]) =>
  tables.flatMap((table) => ['', ...markdownTable(table)]);

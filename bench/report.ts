import { markdownTable, type Table } from './measure/table.ts';
import { targetsTable } from './measure/target.ts';
import type { Ran } from './run-suites.ts';
import type { NamedSuite } from './suites.ts';

type Circumstances = { machine: readonly string[]; isQuick: boolean; date: Date };

/** `docs/performance.md`: what one run measured, and nothing else; what was aimed at comes first. */
export const performanceReport = (ran: Ran, circumstances: Circumstances): string =>
  report([
    '# Performance',
    '',
    ...writtenBy(circumstances),
    'measured, over loopback: no Lambda, no S3, no network. Compare rows with each other.',
    '',
    ...facts(ran, circumstances),
    ...sections([targetsTable(ran.targets), ...tablesOf('performance', ran)]),
  ]);

/** `docs/cost.md`: a model of what an export costs, and what of it was counted. */
export const costReport = (ran: Ran, circumstances: Circumstances): string =>
  report([
    '# Cost',
    '',
    ...writtenBy(circumstances),
    'counted and measured, put into the model of `bench/cost` with list prices; nothing of it is a bill.',
    '',
    ...facts(ran, circumstances),
    ...sections(tablesOf('cost', ran)),
  ]);

const report = (lines: readonly string[]) => `${lines.join('\n')}\n`;

const writtenBy = ({ isQuick, date }: Circumstances) => [
  `Written by \`npm run bench${isQuick ? ' -- --quick' : ''}\` on ${date.toISOString().slice(0, 10)}. All figures are what that one run`,
];

const facts = ({ failures }: Ran, { machine, isQuick }: Circumstances) => [
  ...machine.map((fact) => `- ${fact}`),
  ...(isQuick ? ['- a quick run: one small round, in which start-up weighs much'] : []),
  ...failures.map((failure) => `- failed, and not measured: ${failure}`),
];

const tablesOf = (document: NamedSuite['document'], { tables }: Ran): Table[] =>
  tables.filter((each) => each.document === document).map(({ table }) => table);

const sections = (tables: readonly Table[]) =>
  tables.flatMap((table) => ['', ...markdownTable(table)]);

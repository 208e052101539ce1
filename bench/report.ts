import { markdownTable, type Table } from './measure/table.ts';

type Circumstances = { machine: readonly string[]; isQuick: boolean; date: Date };

/** `docs/performance.md`: what one run measured, and nothing else. */
export const report = (
  tables: readonly Table[],
  { machine, isQuick, date }: Circumstances,
): string =>
  [
    '# Performance',
    '',
    `Written by \`npm run bench${isQuick ? ' -- --quick' : ''}\` on ${date.toISOString().slice(0, 10)}. All figures are what that one run`,
    'measured, over loopback: no Lambda, no S3, no network. Compare rows with each other.',
    '',
    ...machine.map((fact) => `- ${fact}`),
    ...(isQuick ? ['- a quick run: one small round, in which start-up weighs much'] : []),
    ...tables.flatMap((table) => ['', ...markdownTable(table)]),
    '',
  ].join('\n');

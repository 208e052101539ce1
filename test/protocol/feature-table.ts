import { COLUMNS } from '../workflow/protocol/columns.ts';
import type { FileRun } from './run-file.ts';

const NAME = /^feature: (.+) · (.+) · (works|refused)$/;
const MARKS: Record<string, string> = { works: '✓', refused: 'refused' };

/** As an export goes. */
const ORDER = [
  'levels',
  'kick-off',
  'narrowing',
  'parameters',
  'status',
  'manifest',
  'files',
  'jobs',
];
const placeOf = ({ file }: FileRun) => ORDER.findIndex((name) => file.endsWith(`/${name}.test.ts`));

/** The table of features, from the names of their tests that passed. */
export function featureTable(runs: readonly FileRun[]): string[] {
  const rows = runs
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .flatMap(({ file, passed }) => {
      const cells = passed.flatMap((name) => {
        const [, feature, column, verdict = ''] = NAME.exec(name) ?? [];
        return feature && column ? [{ feature, column, mark: MARKS[verdict] ?? '' }] : [];
      });
      return [...Map.groupBy(cells, ({ feature }) => feature)].map(([feature, of]) => ({
        cells: [`[${feature}](../${file})`, ...COLUMNS.map((column) => markOf(column, of))],
      }));
    });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['Feature', ...COLUMNS]),
    line(['---', ...COLUMNS.map(() => ':-:')]),
    ...rows.map(({ cells }) => line(cells)),
  ];
}

const markOf = (column: string, cells: readonly { column: string; mark: string }[]) =>
  cells.find((cell) => cell.column === column)?.mark ?? '';

import {
  type Column,
  fitTable,
  type Printer,
  printColumns,
} from '../../local/terminal/print-table.ts';

/** A table of results. */
export type Table = {
  title: string;
  /** How to read it. */
  notes: readonly string[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
};

/** Prints a table: the first column aligned left, figures right. */
export const showTable = (table: Table, printer: Printer): void =>
  printColumns(table.title, columnsOf(table), printer, table.notes);

/** The table in Markdown, with `|` escaped in cells. */
export const markdownTable = (table: Table): string[] => {
  const columns = columnsOf(table).map(({ name, align, cells }) => ({
    name: escaped(name),
    align,
    cells: cells.map(escaped),
  }));
  const { head, body } = fitTable(columns);
  const rule = head.map(({ length }, column) =>
    column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`,
  );
  const lines = [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${table.title}`, '', ...lines, '', ...table.notes.map((note) => `- ${note}`)];
};

const columnsOf = ({ columns, rows }: Table): Column[] =>
  columns.map((name, index) => ({
    name,
    align: index === 0 ? 'left' : 'right',
    cells: rows.map((row) => row[index] ?? ''),
  }));

const escaped = (cell: string) => cell.replaceAll('|', '\\|');

/** A target and the measured figure. */
export type Target = {
  measure: string;
  bound: 'at most' | 'at least' | 'exactly';
  limit: number;
  /** A better limit that is not required. */
  stretch?: number;
  measured: number;
  unit?: 'MB' | 'KB' | 'ms';
  /** Decimals; default: 2 for a ratio, 1 with a unit. */
  digits?: number;
};

/** All targets, and by how much each is met or missed. */
export const targetsTable = (targets: readonly Target[]): Table => ({
  title: 'Targets',
  columns: ['measure', 'target', 'measured', 'met'],
  rows: targets.map((target) => [
    target.measure,
    wanted(target),
    withUnit(target.measured, target),
    judged(target),
  ]),
  notes: ['Each ratio is of figures of this run; MB and KB are powers of ten.'],
});

export function isMet({ bound, limit, measured }: Target): boolean {
  switch (bound) {
    case 'at most':
      return measured <= limit;
    case 'at least':
      return measured >= limit;
    case 'exactly':
      return measured === limit;
  }
}

const SIGNS = { 'at most': '≤ ', 'at least': '≥ ', exactly: '' };

function wanted({ bound, limit, stretch, unit }: Target): string {
  const more = stretch === undefined ? '' : ` (stretch ${stretch})`;
  return `${SIGNS[bound]}${limit}${unit ? ` ${unit}` : ''}${more}`;
}

function withUnit(value: number, { bound, unit, digits }: Target): string {
  const usual = bound === 'exactly' ? 0 : unit ? 1 : 2;
  return `${value.toFixed(digits ?? usual)}${unit ? ` ${unit}` : ''}`;
}

function judged(target: Target): string {
  const { bound, limit, measured, stretch = Number.NEGATIVE_INFINITY } = target;
  const by = Math.abs(measured - limit);
  const percent = `${((by / limit) * 100).toFixed(0)} %`;
  if (!isMet(target)) return `missed by ${withUnit(by, target)} (${percent})`;
  if (bound === 'exactly') return 'met';
  return `met, ${percent} to spare${measured <= stretch ? ', and the stretch' : ''}`;
}

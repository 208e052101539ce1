import {
  type Column,
  fitTable,
  type Printer,
  printColumns,
} from '../../local/terminal/print-table.ts';

/** What was measured, in words and figures that are ready to be read. */
export type Table = {
  title: string;
  /** What it shows, and what it does not. */
  notes: readonly string[];
  columns: readonly string[];
  rows: readonly (readonly string[])[];
};

/** For a terminal or a pipe: the first column to the left, figures to the right. */
export const showTable = (table: Table, printer: Printer): void =>
  printColumns(table.title, columnsOf(table), printer, table.notes);

/** The same in Markdown, where a bar in a cell would begin another. */
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

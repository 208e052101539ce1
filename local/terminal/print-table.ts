import stringWidth from 'string-width';
import { fitText, grouped, oneLine, paintFor } from './text.ts';

/** Where a table is printed; only a terminal has a width, and may have colours. */
export type Printer = {
  write(text: string): unknown;
  columns?: number;
  hasColors?(): boolean;
};

/** Values by the name of their column; all rows of a table have the same names. */
export type Row = Readonly<Record<string, unknown>>;

/** Prints the rows under their column names, numbers grouped and to the right. */
export function printTable(title: string, rows: readonly Row[], printer: Printer): void {
  const [first = {}] = rows;
  const columns = Object.keys(first).map((name) => column(name, rows));
  printColumns(title, columns, printer);
}

/** Prints a table that is in words and figures already, cut to a terminal's width, and notes below. */
export function printColumns(
  title: string,
  columns: readonly Column[],
  printer: Printer,
  notes: readonly string[] = [],
): void {
  const paint = paintFor(printer.hasColors?.() ?? false);
  const { head, body } = fitTable(columns, printer.columns);
  const line = (cells: readonly string[]) => cells.join(GAP).trimEnd();
  const rule = head.map((cell) => '─'.repeat(stringWidth(cell)));
  const top = body.length === 0 ? ['no rows'] : [head, rule].map(line);
  const dimmed = top.map((line) => paint('dim', line));
  const lines = [paint('bold', title), ...dimmed, ...body.map(line), ...notes];
  printer.write(`${lines.join('\n')}\n\n`);
}

function column(name: string, rows: readonly Row[]): Column {
  const values = rows.map((row) => row[name] ?? null);
  const align = values.every((value) => value === null || isNumber(value)) ? 'right' : 'left';
  return { name, align, cells: values.map(cell) };
}

function cell(value: unknown): string {
  if (value === null) return '';
  if (isNumber(value)) return grouped(value);
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value, bigintAsText));
}

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';

const bigintAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? value.toString() : value;

/** One column of a table; what stands to the right are figures. */
export type Column = { name: string; align: 'left' | 'right'; cells: readonly string[] };

/** What stands between two columns. */
export const GAP = '  ';

/** How narrow a column of text may become on a narrow terminal. */
const LEAST_WIDTH = 8;

/**
 * The names and the rows of a table, each cell filled to the width of its column. Where that is wider
 * than the terminal, the widest text is cut first, and no figure.
 */
export function fitTable(
  columns: readonly Column[],
  width = Number.POSITIVE_INFINITY,
): { head: string[]; body: string[][] } {
  const widths = fitWidths(columns, width);
  const row = (pick: (column: Column) => string | undefined) =>
    columns.map((column, index) => fitText(pick(column) ?? '', widths[index] ?? 0, column.align));
  const rows = Math.max(0, ...columns.map(({ cells }) => cells.length));
  return {
    head: row(({ name }) => name),
    body: Array.from({ length: rows }, (_, index) => row(({ cells }) => cells[index])),
  };
}

/** Takes what is too wide from the widest columns of text first. */
function fitWidths(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(({ name, cells }) => Math.max(...[name, ...cells].map(widthOf)));
  const gaps = GAP.length * (columns.length - 1);
  for (let over = sum(widths) + gaps - width; over > 0; over--) {
    const widest = widestText(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestText(columns: readonly Column[], widths: readonly number[]): number | undefined {
  const [widest] = columns
    .map(({ align }, index) => ({ align, index, width: widths[index] ?? 0 }))
    .filter(({ align, width }) => align === 'left' && width > LEAST_WIDTH)
    .sort((a, b) => b.width - a.width);
  return widest?.index;
}

const widthOf = (text: string) => stringWidth(text);
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

import stringWidth from 'string-width';
import { fitText, grouped, oneLine, paintFor } from './text.ts';

/** Where a table is printed; only a terminal has a width and colours. */
export type Printer = {
  write(text: string): unknown;
  columns?: number;
  hasColors?(): boolean;
};

/** Values by the name of their column; all rows of a table have the same columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Prints the rows below their column names, numbers grouped and aligned right. */
export function printTable(title: string, rows: readonly Row[], printer: Printer): void {
  const [first = {}] = rows;
  const columns = Object.keys(first).map((name) => column(name, rows));
  printColumns(title, columns, printer);
}

/** Prints a table of texts, cut to the terminal's width, with notes below. */
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

/** One column of a table; columns of numbers are aligned right. */
export type Column = { name: string; align: 'left' | 'right'; cells: readonly string[] };

/** Between two columns. */
export const GAP = '  ';

/** A column of text does not become narrower. */
const MIN_WIDTH = 8;

/**
 * The names and rows of a table, each cell padded to the width of its column. If the table is wider than
 * the terminal, the widest columns of text are cut first, columns of numbers never.
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

/** Narrows the widest columns of text first. */
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
    .filter(({ align, width }) => align === 'left' && width > MIN_WIDTH)
    .sort((a, b) => b.width - a.width);
  return widest?.index;
}

const widthOf = (text: string) => stringWidth(text);
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

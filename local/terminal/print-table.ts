import stringWidth from 'string-width';
import { grouped } from './amounts.ts';
import { type Column, fitTable, GAP } from './fit-table.ts';
import { oneLine } from './fit-text.ts';
import { paintFor } from './paint.ts';

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

import type { JS } from '@duckdb/node-api';
import { grouped } from '../display/amounts.ts';
import { fitText, oneLine, textWidth } from '../display/fit-text.ts';
import { paintFor } from '../display/paint.ts';
import type { Row } from './open-lake.ts';

/** Where a table is printed; only a terminal has a width, and may have colours. */
export type Printer = {
  write(text: string): unknown;
  columns?: number;
  hasColors?(): boolean;
};

/** How narrow a column of text may become on a narrow terminal. */
const LEAST_WIDTH = 8;
const GAP = '  ';

/** Prints the rows under their column names, numbers to the right, cut to a terminal's width. */
export function printTable(title: string, rows: readonly Row[], printer: Printer): void {
  const paint = paintFor(printer.hasColors?.() ?? false);
  const { head, body } = tableLines(rows, printer.columns ?? Number.POSITIVE_INFINITY);
  const lines = [paint('bold', title), ...head.map((line) => paint('dim', line)), ...body];
  printer.write(`${lines.join('\n')}\n\n`);
}

/** The column names over a rule, and a line for each row. */
export function tableLines(
  rows: readonly Row[],
  width: number,
): { head: string[]; body: string[] } {
  const [first] = rows;
  if (!first) return { head: ['no rows'], body: [] };
  const columns = Object.keys(first).map((name) => column(name, rows));
  const widths = fitWidths(columns, width);
  const line = (pick: (column: Column) => string | undefined) =>
    columns
      .map((of, index) => fitText(pick(of) ?? '', widths[index] ?? 0, of.align))
      .join(GAP)
      .trimEnd();
  return {
    head: [line(({ name }) => name), widths.map((width) => '─'.repeat(width)).join(GAP)],
    body: rows.map((_, index) => line(({ cells }) => cells[index])),
  };
}

type Column = { name: string; cells: string[]; align: 'left' | 'right'; width: number };

function column(name: string, rows: readonly Row[]): Column {
  const values = rows.map((row) => row[name] ?? null);
  const cells = values.map(cell);
  const align = values.every((value) => value === null || isNumber(value)) ? 'right' : 'left';
  return { name, cells, align, width: Math.max(...[name, ...cells].map(textWidth)) };
}

function cell(value: JS): string {
  if (value === null) return '';
  if (isNumber(value)) return grouped(value);
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value, bigintAsText));
}

const isNumber = (value: JS) => typeof value === 'number' || typeof value === 'bigint';

const bigintAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? value.toString() : value;

/** Takes what is too wide from the widest columns of text first. */
function fitWidths(columns: readonly Column[], width: number): number[] {
  const widths = columns.map((column) => column.width);
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

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

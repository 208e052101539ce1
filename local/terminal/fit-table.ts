import stringWidth from 'string-width';
import { fitText } from './fit-text.ts';

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

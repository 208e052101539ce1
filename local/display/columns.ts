import stringWidth from 'string-width';
import { GAP } from '../terminal/print-table.ts';
import type { Facts } from './describe.ts';

/** One column of the live table. */
export type Column = {
  title: string;
  fact: Exclude<keyof Facts, 'share' | 'outcome' | 'note'> | 'bar';
  align: 'left' | 'right';
  /** Wide enough for the usual values, so that the table does not jump. */
  minWidth: number;
};

const left = (title: string, fact: Column['fact'], minWidth: number): Column => ({
  title,
  fact,
  align: 'left',
  minWidth,
});

const right = (title: string, fact: Column['fact'], minWidth: number): Column => ({
  ...left(title, fact, minWidth),
  align: 'right',
});

/** From left to right. */
const COLUMNS: readonly Column[] = [
  left('Source', 'source', 8),
  left('State', 'state', 9),
  left('', 'bar', 8),
  right('Batches', 'batches', 7),
  right('Resources', 'resources', 9),
  right('Files', 'files', 9),
  right('MB', 'megabytes', 8),
  right('MB/s', 'rate', 6),
  right('Elapsed', 'elapsed', 7),
];

/** The width that these rows need; the bar fits any width. */
function naturalWidth({ title, fact, minWidth }: Column, rows: readonly Facts[]): number {
  const shown = fact === 'bar' ? [] : rows.map((facts) => stringWidth(facts[fact]));
  return Math.max(minWidth, title.length, ...shown);
}

/** The columns that a narrow terminal omits, in this order. */
const OMITTED: readonly Column['fact'][] = [
  'resources',
  'batches',
  'rate',
  'bar',
  'megabytes',
  'files',
  'elapsed',
];

/** A longer source name is cut before a column is omitted. */
const SOURCE_WIDTH = 12;
const MAX_BAR_WIDTH = 24;

/** `room`: how much wider the column can become. */
type Sized = { column: Column; width: number; room: number };

/** The columns that fit, with their widths; the remaining width goes to the sources, then to the bar. */
export function fitColumns(rows: readonly Facts[], width: number): [Column, number][] {
  let sized = COLUMNS.map((column) => sizedFor(column, rows));
  for (const omitted of OMITTED)
    if (total(sized) > width) sized = sized.filter(({ column }) => column.fact !== omitted);
  return shareOut(sized, width - total(sized));
}

function sizedFor(column: Column, rows: readonly Facts[]): Sized {
  const natural = naturalWidth(column, rows);
  const width = column.fact === 'source' ? Math.min(natural, SOURCE_WIDTH) : natural;
  return { column, width, room: (column.fact === 'bar' ? MAX_BAR_WIDTH : natural) - width };
}

/** The room is negative if even the smallest table is too wide; then the sources become narrower. */
function shareOut(sized: Sized[], room: number): [Column, number][] {
  let left = room;
  return sized.map(({ column, width, room }) => {
    const least = column.fact === 'source' ? 1 - width : 0;
    const more = Math.max(least, Math.min(room, left));
    left -= more;
    return [column, width + more];
  });
}

const total = (sized: Sized[]) =>
  sized.reduce((sum, { width }) => sum + width, GAP.length * (sized.length - 1));

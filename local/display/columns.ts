import stringWidth from 'string-width';
import { GAP } from '../terminal/print-table.ts';
import type { Facts } from './describe.ts';

/** One column of the live table. */
export type Column = {
  title: string;
  fact: Exclude<keyof Facts, 'share' | 'outcome' | 'note'> | 'bar';
  align: 'left' | 'right';
  /** Wide enough for what it usually shows, so that the table does not jump. */
  leastWidth: number;
};

const left = (title: string, fact: Column['fact'], leastWidth: number): Column => ({
  title,
  fact,
  align: 'left',
  leastWidth,
});

const right = (title: string, fact: Column['fact'], leastWidth: number): Column => ({
  ...left(title, fact, leastWidth),
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

/** How wide the column would be with these rows; the bar shows any share in any width. */
function naturalWidth({ title, fact, leastWidth }: Column, rows: readonly Facts[]): number {
  const shown = fact === 'bar' ? [] : rows.map((facts) => stringWidth(facts[fact]));
  return Math.max(leastWidth, title.length, ...shown);
}

/** What a narrow terminal does without, in this order. */
const SPARED: readonly Column['fact'][] = [
  'resources',
  'batches',
  'rate',
  'bar',
  'megabytes',
  'files',
  'elapsed',
];

/** How far a long source name is cut before a column is spared. */
const SOURCE_WIDTH = 12;
const WIDEST_BAR = 24;

/** `room`: how much wider the column would like to be. */
type Sized = { column: Column; width: number; room: number };

/** The columns that fit, each with its width; what is left goes to the sources, then to the bar. */
export function fitColumns(rows: readonly Facts[], width: number): [Column, number][] {
  let sized = COLUMNS.map((column) => sizedFor(column, rows));
  for (const spared of SPARED)
    if (total(sized) > width) sized = sized.filter(({ column }) => column.fact !== spared);
  return shareOut(sized, width - total(sized));
}

function sizedFor(column: Column, rows: readonly Facts[]): Sized {
  const natural = naturalWidth(column, rows);
  const width = column.fact === 'source' ? Math.min(natural, SOURCE_WIDTH) : natural;
  return { column, width, room: (column.fact === 'bar' ? WIDEST_BAR : natural) - width };
}

/** Less than nothing is left where even the spared table is too wide; the sources bear that. */
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

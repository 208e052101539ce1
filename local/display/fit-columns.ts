import { GAP } from '../terminal/fit-table.ts';
import { COLUMNS, type Column, naturalWidth } from './columns.ts';
import type { Facts } from './describe.ts';

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

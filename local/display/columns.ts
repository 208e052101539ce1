import stringWidth from 'string-width';
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
export const COLUMNS: readonly Column[] = [
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
export function naturalWidth({ title, fact, leastWidth }: Column, rows: readonly Facts[]): number {
  const shown = fact === 'bar' ? [] : rows.map((facts) => stringWidth(facts[fact]));
  return Math.max(leastWidth, title.length, ...shown);
}

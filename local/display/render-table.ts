import { GAP } from '../terminal/print-table.ts';
import { fitText, oneLine, type Paint, paintFor } from '../terminal/text.ts';
import { type Column, fitColumns } from './columns.ts';
import { describe, type Facts } from './describe.ts';
import type { Progress } from './progress.ts';

/** The terminal's width, and whether it shows colours. */
type Look = { width: number; colour: boolean };

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** The width of the sign before each row. */
const MARGIN = 2;

/**
 * One row for each export, with a note below if there is one. Unlike a printed table it is redrawn in
 * place: columns keep their width while their numbers grow, a narrow terminal omits some, and a bar takes
 * the remaining width.
 */
export function renderTable(progresses: readonly Progress[], now: Date, look: Look): string {
  const facts = progresses.map((progress) => describe(progress, now));
  const columns = fitColumns(facts, look.width - MARGIN);
  const paint = paintFor(look.colour);
  const titles = columns.map(([{ title, align }, width]) => fitText(title, width, align));
  const rows = facts.flatMap((of) => [row(of, columns, now, paint), ...notes(of, look, paint)]);
  return [paint('dim', `${' '.repeat(MARGIN)}${joined(titles)}`), ...rows].join('\n');
}

function row(facts: Facts, columns: [Column, number][], now: Date, paint: Paint): string {
  const cells = columns.map(([column, width]) => cell(facts, column, width, paint));
  return `${paint(COLOUR[facts.outcome], sign(facts, now))} ${joined(cells)}`;
}

function cell(facts: Facts, { fact, align }: Column, width: number, paint: Paint): string {
  if (fact === 'bar') return paintedBar(facts, width, paint);
  const text = fitText(facts[fact], width, align);
  if (fact === 'elapsed') return paint('dim', text);
  return fact === 'state' ? paint(COLOUR[facts.outcome], text) : text;
}

function paintedBar({ share, outcome, files }: Facts, width: number, paint: Paint): string {
  const { full, rest } = bar(share, width);
  const preparing = outcome === 'running' && files === '';
  return paint(preparing ? 'blue' : COLOUR[outcome], full) + paint('dim', rest);
}

function notes({ note, outcome }: Facts, { width }: Look, paint: Paint): string[] {
  if (note === '') return [];
  return [paint(COLOUR[outcome], fitText(`  └ ${oneLine(note)}`, width).trimEnd())];
}

const sign = ({ outcome }: Facts, now: Date) =>
  outcome === 'running'
    ? SPINNER.charAt(Math.floor(now.getTime() / 100) % SPINNER.length)
    : SIGN[outcome];

const SIGN = { published: '✔', failed: '✖', skipped: '○', unchanged: '○' };

const COLOUR = {
  running: 'cyan',
  published: 'green',
  failed: 'red',
  skipped: 'yellow',
  unchanged: 'green',
} as const;

const joined = (cells: string[]) => cells.join(GAP);

/** A bar of `width` cells, precise to half a cell: `━━━━╸─────`. */
export function bar(share: number, width: number): { full: string; rest: string } {
  const halves = Math.round(share * width * 2);
  const full = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return { full, rest: '─'.repeat(width - full.length) };
}

import Table from 'cli-table3';
import { type Comparison, differs, type Explanations, type Verdict } from './comparison.ts';

/** Columns, and nothing between the rows. */
const noLines = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Prints a line for each comparison, then how many agree and what is to be looked at. */
export function printTable(
  title: string,
  comparisons: Comparison[],
  explanations: Explanations,
  verdict: Verdict,
): void {
  const head = [title, 'ours', 'moto', 'agree'];
  const table = new Table({ head, style: { head: [], border: [] }, chars: noLines });
  for (const comparison of comparisons) table.push(line(comparison, explanations));
  const known = comparisons.length - verdict.agreeing - verdict.unexplained.length;
  process.stdout.write(`${table.toString()}\n`);
  process.stdout.write(`${verdict.agreeing} of ${comparisons.length} agree, `);
  process.stdout.write(`${known} differ as explained\n`);
  for (const name of verdict.unexplained) process.stdout.write(`NOT EXPLAINED: ${name}\n`);
  for (const name of verdict.outdated) process.stdout.write(`NO LONGER DIFFERS: ${name}\n`);
  process.stdout.write('\n');
}

function line(comparison: Comparison, explanations: Explanations): string[] {
  const { name, ours, moto } = comparison;
  if (!differs(comparison)) return [name, ours, moto, 'yes'];
  return [name, ours, moto, `no: ${explanations.get(name) ?? 'not explained'}`];
}

import { printTable } from '../../local/terminal/print-table.ts';
import { type Comparison, differs, type Explanations, type Verdict } from './comparison.ts';

/** Prints a line for each comparison, then how many agree and what is to be looked at. */
export function printComparisons(
  title: string,
  comparisons: Comparison[],
  explanations: Explanations,
  verdict: Verdict,
): void {
  const rows = comparisons.map((comparison) => row(comparison, explanations));
  printTable(title, rows, process.stdout);
  const known = comparisons.length - verdict.agreeing - verdict.unexplained.length;
  process.stdout.write(`${verdict.agreeing} of ${comparisons.length} agree, `);
  process.stdout.write(`${known} differ as explained\n`);
  for (const name of verdict.unexplained) process.stdout.write(`NOT EXPLAINED: ${name}\n`);
  for (const name of verdict.outdated) process.stdout.write(`NO LONGER DIFFERS: ${name}\n`);
  process.stdout.write('\n');
}

function row(comparison: Comparison, explanations: Explanations) {
  const { name, ours, moto } = comparison;
  const explained = `no: ${explanations.get(name) ?? 'not explained'}`;
  return { compared: name, ours, moto, agree: differs(comparison) ? explained : 'yes' };
}

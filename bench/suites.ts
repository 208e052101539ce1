import { parseArgs } from 'node:util';
import { cost } from './cost/cost.ts';
import type { Bench, Findings, Suite } from './measure/suite.ts';
import type { Table, Target } from './measure/tables.ts';
import { bundles } from './suites/bundles.ts';
import { dataPath, receiving } from './suites/data-path.ts';
import { manyFiles } from './suites/many-files.ts';
import { planning } from './suites/planning.ts';
import { profile } from './suites/profile.ts';
import { sizes } from './suites/sizes.ts';
import { smallFiles } from './suites/small-files.ts';
import { verification } from './suites/verification.ts';

/** A suite by its name for `--only`, and the document for its tables. */
export type NamedSuite = { name: string; suite: Suite; document: 'performance' | 'cost' };

const performance = (name: string, suite: Suite): NamedSuite => ({
  ...{ name, suite, document: 'performance' },
});

/** All suites, in the order they run: later ones use the findings of earlier ones. */
const allSuites: readonly NamedSuite[] = [
  performance('data-path', dataPath),
  performance('receiving', receiving),
  performance('sizes', sizes),
  performance('verification', verification),
  performance('small-files', smallFiles),
  performance('planning', planning),
  performance('workflow', manyFiles),
  performance('bundles', bundles),
  performance('profile', profile()),
  { name: 'cost', suite: cost, document: 'cost' },
];

/** Documents are written only by a run of all suites. */
type Options = { isQuick: boolean; suites: readonly NamedSuite[]; writesDocuments: boolean };

/** Reads the command line. Throws for an unknown suite. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      profile: { type: 'boolean', default: false },
    },
  });
  const { quick: isQuick, only } = values;
  if (values.profile)
    return { isQuick, suites: [performance('profile', profile(true))], writesDocuments: false };
  if (only === undefined) return { isQuick, suites: allSuites, writesDocuments: true };
  const suites = allSuites.filter(({ name }) => name === only);
  if (suites.length === 0) {
    const names = allSuites.map(({ name }) => name).join(', ');
    throw new Error(`--only needs one of ${names}, not "${only}"`);
  }
  return { isQuick, suites, writesDocuments: false };
}

/** The results of all suites; a suite that fails does not stop the others. */
export type BenchResults = {
  tables: readonly { document: NamedSuite['document']; table: Table }[];
  targets: readonly Target[];
  failures: readonly string[];
};

/** Runs suites one after another. `show` gets each table as soon as it is measured. */
export async function runSuites(
  suites: readonly NamedSuite[],
  bench: Omit<Bench, 'findings'>,
  show: (table: Table) => void,
): Promise<BenchResults> {
  const tables: BenchResults['tables'][number][] = [];
  const targets: Target[] = [];
  const failures: string[] = [];
  let findings: Findings = {};
  for (const { name, suite, document } of suites) {
    try {
      const result = await suite({ ...bench, findings });
      findings = { ...findings, ...result.findings };
      targets.push(...(result.targets ?? []));
      for (const table of result.tables) {
        tables.push({ document, table });
        show(table);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(`${name}: ${why.split('\n')[0]?.slice(0, 300)}`);
      bench.log(`${name} failed: ${why}`);
    }
  }
  return { tables, targets, failures };
}

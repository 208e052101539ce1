import type { Bench, Findings } from './measure/suite.ts';
import type { Table } from './measure/table.ts';
import type { Target } from './measure/target.ts';
import type { NamedSuite } from './suites.ts';

/** What all suites came to; one that failed is named, and the others count. */
export type Ran = {
  tables: readonly { document: NamedSuite['document']; table: Table }[];
  targets: readonly Target[];
  failures: readonly string[];
};

/** Runs suites one after another. `show` sees each table as soon as it is there. */
export async function runSuites(
  chosen: readonly NamedSuite[],
  bench: Omit<Bench, 'findings'>,
  show: (table: Table) => void,
): Promise<Ran> {
  const tables: Ran['tables'][number][] = [];
  const targets: Target[] = [];
  const failures: string[] = [];
  let findings: Findings = {};
  for (const { name, suite, document } of chosen) {
    try {
      const outcome = await suite({ ...bench, findings });
      findings = { ...findings, ...outcome.findings };
      targets.push(...(outcome.targets ?? []));
      for (const table of outcome.tables) {
        tables.push({ document, table });
        show(table);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(`${name}: ${why.split('\n')[0]?.slice(0, 300)}`);
      bench.tell(`${name} failed: ${why}`);
    }
  }
  return { tables, targets, failures };
}

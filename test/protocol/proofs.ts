import { citedIn } from './citations.ts';
import { allRules } from './rules.ts';
import type { FileRun } from './run-file.ts';

/** The tests of one file that proved something, by their names. */
export type Proof = { file: string; names: string[] };

/** What passed, by the id that it proves. */
export function proofsById(runs: readonly FileRun[]): Map<string, Proof[]> {
  const found = new Map<string, Proof[]>();
  for (const { file, passed } of runs) {
    const ids = new Set(passed.flatMap(citedIn));
    for (const id of ids) {
      const names = passed.filter((name) => citedIn(name).includes(id));
      found.set(id, [...(found.get(id) ?? []), { file, names }]);
    }
  }
  return found;
}

/** What keeps the document from being true: failures, rules without a proof, and ids that there are not. */
export function problems(runs: readonly FileRun[], proofs: ReadonlyMap<string, Proof[]>): string[] {
  const known = new Set(allRules.map(({ id }) => id));
  return [
    ...runs.flatMap(({ file, failed }) => failed.map((name) => `failed: ${file}: ${name}`)),
    ...allRules.filter(({ id }) => !proofs.has(id)).map(({ id }) => `no test passed for ${id}`),
    ...[...proofs.keys()].filter((id) => !known.has(id)).map((id) => `nothing is called ${id}`),
  ];
}

import { compareCatalog } from './compare-catalog.ts';
import { compareClouds } from './compare-clouds.ts';
import { compareSignatures } from './compare-signatures.ts';
import { compareStorage, storageDisagreements } from './compare-storage.ts';
import { type Comparison, type Explanations, judge } from './comparison.ts';
import { compareFlow } from './flow.ts';
import { knownDisagreements } from './known-disagreements.ts';
import { startMoto } from './moto-server.ts';
import { printComparisons } from './print-comparisons.ts';

/**
 * Asks moto the same as the local cloud and the local interpreter, and prints where they differ.
 * Exits with 1 where a difference is not explained, or an explanation is no longer needed.
 */
async function run(): Promise<void> {
  const moto = await startMoto();
  if (!moto) {
    process.stdout.write(
      'moto_server is not installed here, or does not start: nothing is compared\n',
    );
    return;
  }
  try {
    report('AWS APIs', await compareClouds(moto.url), knownDisagreements);
    report('Storage', await compareStorage(moto.url), storageDisagreements);
    report('Catalog', await compareCatalog(moto.url), new Map());
    report('signatures', await compareSignatures(moto.url), new Map());
    const flow = await compareFlow(moto.url);
    const known = new Map<string, string>();
    for (const { name, explained } of flow) if (explained) known.set(name, explained);
    report('flow of states', flow, known);
  } finally {
    await moto.stop();
  }
}

function report(title: string, comparisons: Comparison[], explanations: Explanations): void {
  const verdict = judge(comparisons, explanations);
  printComparisons(title, comparisons, explanations, verdict);
  if (verdict.unexplained.length + verdict.outdated.length > 0) process.exitCode = 1;
}

await run();

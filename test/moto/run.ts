import { compareClouds } from './compare-clouds.ts';
import { judge } from './comparison.ts';
import { knownDisagreements } from './known-disagreements.ts';
import { startMoto } from './moto-server.ts';
import { printTable } from './print-table.ts';

/** Runs the local cloud's cases against moto too, and says where the two differ. */
async function run(): Promise<void> {
  const moto = await startMoto();
  if (!moto) {
    process.stdout.write('moto_server is not installed here: nothing is compared\n');
    return;
  }
  try {
    const clouds = await compareClouds(moto.url);
    const verdict = judge(clouds, knownDisagreements);
    printTable('AWS APIs', clouds, knownDisagreements, verdict);
    if (verdict.unexplained.length + verdict.outdated.length > 0) process.exitCode = 1;
  } finally {
    await moto.stop();
  }
}

await run();

import type { Reach } from '../../local/laptop/local-aws.ts';
import { catalogCases } from '../lambdas/shared/catalog-cases.ts';
import { catalogOver } from '../lambdas/shared/catalog-over.ts';
import { cloudOver, withFolder } from '../local/cloud/local-cloud.ts';
import type { Comparison } from './comparison.ts';
import { outcomeOf } from './run-cases.ts';

/** What Catalog has to do, over the local cloud and over moto, by the steps' own adapter. */
export async function compareCatalog(motoUrl: string): Promise<Comparison[]> {
  const moto = await outcomes({ kind: 'endpoint', url: motoUrl });
  const ours = await withFolder((directory) =>
    outcomes({ kind: 'in-process', cloud: cloudOver(directory) }),
  );
  return catalogCases.map(({ name }, i) => ({
    name,
    ours: ours[i] ?? 'not run',
    moto: moto[i] ?? 'not run',
  }));
}

async function outcomes(reach: Reach): Promise<string[]> {
  const all: string[] = [];
  for (const [i, { run }] of catalogCases.entries())
    all.push(await outcomeOf(async () => run(await catalogOver(reach, `catalog_${i}`))));
  return all;
}

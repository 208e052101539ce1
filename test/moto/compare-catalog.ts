import type { Connection } from '../../local/laptop/local-cloud.ts';
import { type CatalogCase, catalogCases, catalogOver } from '../lambdas/lake/catalog-cases.ts';
import { cloudOver, withFolder } from '../local/cloud/local-cloud.ts';
import type { Comparison } from './comparison.ts';
import { compareCases } from './run-cases.ts';

/** What Catalog has to do, over the local cloud and over moto, by the steps' own adapter. */
export const compareCatalog = (motoUrl: string): Promise<Comparison[]> =>
  withFolder((directory) =>
    compareCases(catalogCases, {
      ours: over({ kind: 'in-process', cloud: cloudOver(directory) }),
      moto: over({ kind: 'endpoint', url: motoUrl }),
    }),
  );

/** Each case has a database of its own. */
const over = (reach: Connection) => async (each: CatalogCase, place: number) =>
  each.run(await catalogOver(reach, `catalog_${place}`));

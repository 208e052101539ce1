import type { Catalog, Partition } from '../../lambdas/lake/catalog.ts';

/** A registered partition as a test compares it. */
export type Registered = Partition & { table: string };

/** A catalog in memory, in the order of registration. */
export type MemoryCatalog = Catalog & { readonly partitions: readonly Registered[] };

/** Keeps partitions as Glue does: one that is there already stays as it is. */
export function memoryCatalog(): MemoryCatalog {
  const partitions: Registered[] = [];
  const isThere = (table: string, values: string[]) =>
    partitions.some((each) => each.table === table && each.values.join() === values.join());
  return {
    partitions,
    async register(table, added) {
      for (const partition of added)
        if (!isThere(table, partition.values)) partitions.push({ table, ...partition });
    },
  };
}

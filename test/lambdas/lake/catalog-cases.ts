import assert from 'node:assert/strict';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GlueClient,
  paginateGetPartitions,
} from '@aws-sdk/client-glue';
import { glueCatalog } from '../../../lambdas/aws/glue-catalog.ts';
import type { Catalog } from '../../../lambdas/lake/catalog.ts';
import { type Connection, localAws } from '../../../local/laptop/local-cloud.ts';
import { noWaits } from '../../fakes/storage-at.ts';

/** A catalog with a table of its own, partitioned by `export`, and the partitions registered in it. */
type CatalogWorld = {
  catalog: Catalog;
  table: string;
  /** The partitions' locations by their value. */
  registered(): Promise<Record<string, string>>;
};

/** The contract of every Catalog; rejects if it is broken. */
export type CatalogCase = { name: string; run(world: CatalogWorld): Promise<void> };

const partition = (value: string) => ({ values: [value], prefix: `fhir/${value}/` });

export const catalogCases: CatalogCase[] = [
  {
    name: 'a partition is registered with its location',
    async run({ catalog, table, registered }) {
      await catalog.register(table, [partition('a'), partition('b')]);
      assert.deepEqual(await registered(), { a: 's3://lake/fhir/a/', b: 's3://lake/fhir/b/' });
    },
  },
  {
    name: 'an existing partition stays unchanged, and new ones are registered (S7)',
    async run({ catalog, table, registered }) {
      await catalog.register(table, [partition('a')]);
      const elsewhere = { values: ['a'], prefix: 'fhir/elsewhere/' };
      await catalog.register(table, [elsewhere, partition('b')]);
      assert.deepEqual(await registered(), { a: 's3://lake/fhir/a/', b: 's3://lake/fhir/b/' });
    },
  },
  {
    name: 'more partitions than one call of AWS takes are all registered',
    async run({ catalog, table, registered }) {
      const values = Array.from({ length: 230 }, (_, i) => `v${String(i).padStart(3, '0')}`);
      await catalog.register(table, values.map(partition));
      assert.deepEqual(Object.keys(await registered()).sort(), values);
    },
  },
  {
    name: 'without partitions nothing changes',
    async run({ catalog, table, registered }) {
      await catalog.register(table, []);
      assert.deepEqual(await registered(), {});
    },
  },
  {
    name: 'an unknown table is EntityNotFoundException',
    async run({ catalog }) {
      await assert.rejects(catalog.register('nothing', [partition('a')]), {
        name: 'EntityNotFoundException',
      });
    },
  },
];

const TABLE = {
  Name: 'rows',
  PartitionKeys: [{ Name: 'export', Type: 'string' }],
  StorageDescriptor: { Columns: [{ Name: 'line', Type: 'string' }], Location: 's3://lake/fhir/' },
};

/** The steps' catalog over the Glue endpoint there, in a database of that name. */
export async function catalogOver(reach: Connection, database: string): Promise<CatalogWorld> {
  const aws = localAws(reach, noWaits);
  const client = new GlueClient(aws.config);
  await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  await client.send(new CreateTableCommand({ DatabaseName: database, TableInput: TABLE }));
  return {
    catalog: glueCatalog(aws, database, 's3://lake/'),
    table: TABLE.Name,
    async registered() {
      const found: Record<string, string> = {};
      const listing = { DatabaseName: database, TableName: TABLE.Name };
      for await (const { Partitions = [] } of paginateGetPartitions({ client }, listing))
        for (const { Values = [], StorageDescriptor } of Partitions)
          found[Values.join()] = StorageDescriptor?.Location ?? '';
      return found;
    },
  };
}

import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GlueClient,
  paginateGetPartitions,
} from '@aws-sdk/client-glue';
import { glueCatalog } from '../../../lambdas/aws/glue-catalog.ts';
import { type Connection, localAws } from '../../../local/laptop/local-cloud.ts';
import { noWaits } from '../../fakes/storage-at.ts';
import type { CatalogWorld } from './catalog-cases.ts';

const TABLE = {
  Name: 'rows',
  PartitionKeys: [{ Name: 'export', Type: 'string' }],
  StorageDescriptor: { Columns: [{ Name: 'line', Type: 'string' }], Location: 's3://lake/fhir/' },
};

/** The catalog of the steps over whatever answers as Glue there, in a database of that name. */
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

import { type GlueClient, paginateGetPartitions } from '@aws-sdk/client-glue';
import { lakeTables } from '../../infra/catalog/tables.ts';
import type { RegisteredPartition } from '../queries/partition-files.ts';
import { DATABASE } from './names.ts';

/** Every partition of every lake table, as the catalog has them. */
export async function registeredPartitions(client: GlueClient): Promise<RegisteredPartition[]> {
  const partitions: RegisteredPartition[] = [];
  for (const { name } of lakeTables) {
    const table = { DatabaseName: DATABASE, TableName: name };
    for await (const page of paginateGetPartitions({ client }, table))
      for (const { Values = [], StorageDescriptor } of page.Partitions ?? [])
        partitions.push({
          table: name,
          values: Values,
          location: StorageDescriptor?.Location ?? '',
        });
  }
  return partitions;
}

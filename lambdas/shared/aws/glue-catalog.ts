import {
  BatchCreatePartitionCommand,
  GetTableCommand,
  type GlueClient,
  type PartitionError,
  type StorageDescriptor,
} from '@aws-sdk/client-glue';
import type { Catalog, Partition } from '../catalog.ts';

/** AWS's limit of partitions in one BatchCreatePartition. */
const BATCH = 100;

/**
 * Partitions over the Glue Data Catalog. Each is the table's own storage descriptor at another
 * place, so that table and partition never differ in their columns. Registering a partition that is
 * there already is a success.
 */
export const glueCatalog = (client: GlueClient, database: string, bucket: string): Catalog => ({
  async register(tableName, partitions) {
    const table = { DatabaseName: database, Name: tableName };
    const { Table } = await client.send(new GetTableCommand(table));
    const inputs = partitions.map((partition) =>
      partitionInput(partition, bucket, Table?.StorageDescriptor ?? {}),
    );
    for (let from = 0; from < inputs.length; from += BATCH)
      await create(client, database, tableName, inputs.slice(from, from + BATCH));
  },
});

const partitionInput = (partition: Partition, bucket: string, descriptor: StorageDescriptor) => ({
  Values: partition.values,
  Parameters: { classification: 'json' },
  StorageDescriptor: { ...descriptor, Location: `s3://${bucket}/${partition.prefix}` },
});

async function create(
  client: GlueClient,
  database: string,
  table: string,
  inputs: ReturnType<typeof partitionInput>[],
) {
  const batch = { DatabaseName: database, TableName: table, PartitionInputList: inputs };
  const { Errors = [] } = await client.send(new BatchCreatePartitionCommand(batch));
  const failed = Errors.find(isFailure);
  if (failed)
    throw new Error(`Glue refused a partition of ${table}: ${failed.ErrorDetail?.ErrorCode}`);
}

const isFailure = (error: PartitionError) =>
  error.ErrorDetail?.ErrorCode !== 'AlreadyExistsException';

import * as z from 'zod';
import type { Catalog, Partition } from '../../catalog.ts';
import type { Aws } from '../wire/aws.ts';
import { awsJson, type JsonApi, type JsonCall } from './aws-json.ts';

export const GLUE: JsonApi = { service: 'glue', target: 'AWSGlue', version: '1.1' };

/** AWS's limit of partitions in one BatchCreatePartition. */
const BATCH = 100;

const StorageDescriptor = z.looseObject({});
const Described = z.object({
  Table: z.object({ StorageDescriptor: StorageDescriptor.default({}) }),
});
const Created = z.object({
  Errors: z
    .array(z.object({ ErrorDetail: z.object({ ErrorCode: z.string() }).partial().optional() }))
    .default([]),
});

/**
 * Partitions in the Glue Data Catalog. Each is the table's own storage descriptor at another place,
 * so that table and partition never differ in their columns. Registering a partition that is there
 * already is a success.
 */
export function glueCatalog(aws: Aws, database: string, bucket: string): Catalog {
  const call = awsJson(aws, GLUE);
  return {
    async register(tableName, partitions) {
      const table = { DatabaseName: database, Name: tableName };
      const { Table } = await call('GetTable', table, Described);
      const inputs = partitions.map((partition) =>
        partitionInput(partition, bucket, Table.StorageDescriptor),
      );
      for (let from = 0; from < inputs.length; from += BATCH)
        await create(call, database, tableName, inputs.slice(from, from + BATCH));
    },
  };
}

type Descriptor = z.infer<typeof StorageDescriptor>;

const partitionInput = (partition: Partition, bucket: string, descriptor: Descriptor) => ({
  Values: partition.values,
  Parameters: { classification: 'json' },
  StorageDescriptor: { ...descriptor, Location: `s3://${bucket}/${partition.prefix}` },
});

async function create(call: JsonCall, database: string, table: string, inputs: object[]) {
  const batch = { DatabaseName: database, TableName: table, PartitionInputList: inputs };
  const { Errors } = await call('BatchCreatePartition', batch, Created);
  const codes = Errors.map(({ ErrorDetail }) => ErrorDetail?.ErrorCode);
  const failed = codes.findIndex((code) => code !== 'AlreadyExistsException');
  if (failed >= 0) throw new Error(`Glue refused a partition of ${table}: ${codes[failed]}`);
}

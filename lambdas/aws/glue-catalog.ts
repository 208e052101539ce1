import {
  BatchCreatePartitionCommand,
  GetTableCommand,
  GlueClient,
  type PartitionInput,
  type StorageDescriptor,
} from '@aws-sdk/client-glue';
import type { Catalog, Partition } from '../lake/catalog.ts';
import type { Aws } from './aws.ts';
import { ItemRefused, isTransient } from './aws-errors.ts';

/** AWS's limit of partitions in one BatchCreatePartition. */
const BATCH = 100;

/**
 * Partitions in the Glue Data Catalog. Each has the table's storage descriptor with a location of its own,
 * so that the columns of table and partition never differ. Registering a partition that exists already
 * succeeds, so a batch of which some failed is sent again. `root` is the location of the lake, such as `s3://<bucket>/`.
 */
export function glueCatalog(aws: Aws, database: string, root: string): Catalog {
  const client = new GlueClient(aws.config);
  const create = async (table: string, PartitionInputList: PartitionInput[]) => {
    const batch = { DatabaseName: database, TableName: table, PartitionInputList };
    await aws.call('BatchCreatePartition', async () => {
      const { Errors = [] } = await client.send(new BatchCreatePartitionCommand(batch));
      const refused = Errors.map(({ ErrorDetail }) => ErrorDetail?.ErrorCode)
        .filter((code) => code !== 'AlreadyExistsException')
        .map((code) => new ItemRefused(code, `Glue refused a partition of ${table}: ${code}`));
      // Where one cannot succeed, no further attempt can.
      const first = refused.find((error) => !isTransient(error)) ?? refused[0];
      if (first) throw first;
    });
  };
  return {
    async register(tableName, partitions) {
      const named = { DatabaseName: database, Name: tableName };
      const { Table } = await aws.call('GetTable', () => client.send(new GetTableCommand(named)));
      if (!Table) throw new Error(`Glue answered without the table ${tableName}`);
      const inputs = partitions.map((each) => partitionInput(each, root, Table.StorageDescriptor));
      for (let from = 0; from < inputs.length; from += BATCH)
        await create(tableName, inputs.slice(from, from + BATCH));
    },
  };
}

const partitionInput = (
  { values, prefix }: Partition,
  root: string,
  descriptor: StorageDescriptor | undefined,
): PartitionInput => ({
  Values: values,
  Parameters: { classification: 'json' },
  StorageDescriptor: { ...descriptor, Location: `${root}${prefix}` },
});

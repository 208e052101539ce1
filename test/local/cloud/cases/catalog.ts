import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  type PartitionInput,
  type TableInput,
} from '@aws-sdk/client-glue';
import type { Clients } from './case.ts';

/** A new database for a case. */
export const createDatabase = ({ glue }: Clients, Name: string) =>
  glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));

/** Creates a table; `more` overrides what an ordinary one has. */
export const createTable = (
  { glue }: Clients,
  DatabaseName: string,
  Name: string,
  more: Partial<TableInput> = {},
) =>
  glue.send(new CreateTableCommand({ DatabaseName, TableInput: { ...ordinary(Name), ...more } }));

/** Creates partitions by their values, and gives the values and codes of those that failed. */
export async function createPartitions(
  { glue }: Clients,
  DatabaseName: string,
  TableName: string,
  values: string[][],
) {
  const PartitionInputList = values.map(partition);
  const { Errors } = await glue.send(
    new BatchCreatePartitionCommand({ DatabaseName, TableName, PartitionInputList }),
  );
  return (Errors ?? []).map((item) => [item.PartitionValues, item.ErrorDetail?.ErrorCode]);
}

/** The values of all partitions, sorted, over all pages. */
export async function partitionsOf({ glue }: Clients, DatabaseName: string, TableName: string) {
  const values: string[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { NextToken: token };
    const page = await glue.send(new GetPartitionsCommand({ DatabaseName, TableName, ...more }));
    for (const { Values } of page.Partitions ?? []) values.push((Values ?? []).join('/'));
    token = page.NextToken;
  } while (token !== undefined);
  return values.sort();
}

/** A partition with its own location. */
export const partition = (Values: string[]): PartitionInput => ({
  Values,
  StorageDescriptor: { Location: `s3://lake/${Values.join('/')}/` },
});

const ordinary = (Name: string): TableInput => ({
  Name,
  TableType: 'EXTERNAL_TABLE',
  StorageDescriptor: { Columns: [{ Name: 'id', Type: 'string' }], Location: `s3://lake/${Name}/` },
  PartitionKeys: [
    { Name: 'export_date', Type: 'string' },
    { Name: 'export_id', Type: 'string' },
  ],
});

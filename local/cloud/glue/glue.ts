import { checkedOperations, type JsonApi, jsonApi } from '../json-api.ts';
import { createDatabase, createTable, getDatabase, getTable, getTables } from './catalog.ts';
import {
  createPartitions,
  deletePartitions,
  type ItemError,
  listPartitions,
} from './partitions.ts';
import { inputs, type PartitionInput, type TableInput } from './schemas.ts';

const operation = checkedOperations('InvalidInputException');

/**
 * Glue's catalog in `.sluice/glue/`: databases and tables as JSON, partitions as a log of changes. It
 * has AWS's limits where Sluice could exceed them: 100 partitions a call, one value for each key.
 */
export function glue({ directory }: { directory: string }): JsonApi {
  return jsonApi({ ...databases(directory), ...tables(directory), ...partitions(directory) });
}

const databases = (directory: string) => ({
  CreateDatabase: operation(inputs.CreateDatabase, ({ DatabaseInput }) =>
    createDatabase(directory, DatabaseInput),
  ),
  GetDatabase: operation(inputs.GetDatabase, ({ Name }) => {
    return { Database: getDatabase(directory, Name) };
  }),
});

const tables = (directory: string) => ({
  CreateTable: operation(inputs.CreateTable, ({ DatabaseName, TableInput }) =>
    createTable(directory, DatabaseName, TableInput),
  ),
  GetTable: operation(inputs.GetTable, ({ DatabaseName, Name }) => {
    return { Table: describe(DatabaseName, getTable(directory, DatabaseName, Name)) };
  }),
  GetTables: operation(inputs.GetTables, ({ DatabaseName, MaxResults, NextToken }) => {
    const { items, next } = page(getTables(directory, DatabaseName), MaxResults, NextToken);
    return { TableList: items.map((table) => describe(DatabaseName, table)), ...next };
  }),
});

const partitions = (directory: string) => {
  const named = (input: { DatabaseName: string; TableName: string }) => {
    return { directory, database: input.DatabaseName, table: input.TableName };
  };
  return {
    CreatePartition: operation(inputs.CreatePartition, (input) => {
      const [failed] = createPartitions(named(input), [input.PartitionInput]);
      if (failed) throw failed.error;
    }),
    BatchCreatePartition: operation(inputs.BatchCreatePartition, (input) => {
      return { Errors: createPartitions(named(input), input.PartitionInputList).map(itemError) };
    }),
    BatchDeletePartition: operation(inputs.BatchDeletePartition, (input) => {
      const requested = input.PartitionsToDelete.map(({ Values }) => Values);
      return { Errors: deletePartitions(named(input), requested).map(itemError) };
    }),
    GetPartitions: operation(inputs.GetPartitions, (input) => {
      const all = listPartitions(named(input));
      const { items, next } = page(all, input.MaxResults, input.NextToken);
      return { Partitions: items.map((partition) => describePartition(input, partition)), ...next };
    }),
  };
};

const describe = (DatabaseName: string, table: TableInput) => ({ ...table, DatabaseName });

const describePartition = (
  { DatabaseName, TableName }: { DatabaseName: string; TableName: string },
  partition: PartitionInput,
) => ({ ...partition, DatabaseName, TableName });

const itemError = ({ values, error }: ItemError) => ({
  PartitionValues: values,
  ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
});

/** The page of a list that `NextToken` names, and the token of the next page if there is one. */
function page<Item>(items: Item[], mostItems: number, token: string | undefined) {
  const start = Number(token ?? 0);
  const end = start + mostItems;
  const next = end < items.length ? { NextToken: String(end) } : {};
  return { items: items.slice(start, end), next };
}

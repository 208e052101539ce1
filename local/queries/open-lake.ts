import { DuckDBInstance, type JS } from '@duckdb/node-api';
import { lakeTables } from '../../infra/catalog/tables.ts';
import { athenaMacros } from './athena-macros.ts';
import { type LakeFolder, partitionFiles, type RegisteredPartition } from './partition-files.ts';
import { tableView } from './table-view.ts';

/** A row by column name: lists as arrays, structs as objects, bigint columns as bigints. */
export type Row = Readonly<Record<string, JS>>;

/** The lake as Athena shows it: the same tables, the same partition columns, the same SQL. */
export type Lake = {
  /** The rows of one statement. Rejects with DuckDB's error where the SQL or a file is wrong. */
  query(sql: string): Promise<Row[]>;
  close(): void;
};

/**
 * Opens a lake's folder for queries. What counts as a table's data is decided by the registered
 * partitions alone, so an export that is not committed does not show. It is a snapshot: a
 * partition registered later needs another opening.
 */
export async function openLake(
  lake: LakeFolder & { partitions: readonly RegisteredPartition[] },
): Promise<Lake> {
  const instance = await DuckDBInstance.create(':memory:', NOTHING_FROM_THE_NETWORK);
  const connection = await instance.connect();
  for (const macro of athenaMacros) await connection.run(macro);
  for (const table of lakeTables)
    await connection.run(tableView(table, await partitionFiles(table, lake.partitions, lake)));
  return {
    query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const NOTHING_FROM_THE_NETWORK = { autoinstall_known_extensions: 'false' };

import { DuckDBInstance, type JS } from '@duckdb/node-api';
import { lakeTables } from '../../infra/catalog/tables.ts';
import { type LakeFolder, partitionFiles, type RegisteredPartition } from './partition-files.ts';
import { tableView } from './table-view.ts';

/** A row by column name: lists as arrays, structs as objects, bigint columns as bigints. */
export type Row = Readonly<Record<string, JS>>;

/** The lake as in Athena: the same tables, the same partition columns, the same SQL. */
type Lake = {
  /** The rows of one statement. Rejects with DuckDB's error where the SQL or a file is wrong. */
  query(sql: string): Promise<Row[]>;
  close(): void;
};

/**
 * Opens a lake's folder for queries. A table's data is that of its registered partitions, so that an
 * uncommitted export is not visible. It is a snapshot: a partition that is registered later needs another
 * opening.
 */
export async function openLake(
  lake: LakeFolder & { partitions: readonly RegisteredPartition[] },
): Promise<Lake> {
  const instance = await DuckDBInstance.create(':memory:', NO_DOWNLOADS);
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

const NO_DOWNLOADS = { autoinstall_known_extensions: 'false' };

/** Athena's functions that DuckDB lacks or defines differently, as far as the lake's queries use them. */
const athenaMacros: readonly string[] = [
  'CREATE MACRO element_at(elements, nth) AS elements[nth]',
  'CREATE MACRO from_iso8601_timestamp(instant) AS CAST(instant AS TIMESTAMPTZ)',
];

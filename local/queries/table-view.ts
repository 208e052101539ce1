import { type ColumnType, duckdbType } from '../../infra/catalog/column-type.ts';
import type { Column, LakeTable } from '../../infra/catalog/tables.ts';
import type { PartitionFile } from './partition-files.ts';

/** Athena's maximum row. */
const ROW_BYTES = 32 * 1024 ** 2;

/**
 * The statement for a DuckDB view of a table over these files, with Athena's names: columns in lower case,
 * then the partition keys as text. Without files it has the same columns and no rows.
 */
export function tableView(table: LakeTable, files: readonly PartitionFile[]): string {
  const inPath = table.partitionKeys.filter((key) => files.every((file) => isInPath(key, file)));
  const literal = table.partitionKeys.filter((key) => !inPath.includes(key));
  const groups = Map.groupBy(files, (file) => JSON.stringify(literal.map((k) => file.values[k])));
  const scans = [...groups.values()].map((group) => scan(table, group, inPath));
  const rows = scans.length > 0 ? scans.join('\nUNION ALL\n') : noRows(table);
  return `CREATE VIEW ${table.name} AS\n${rows}`;
}

/** DuckDB reads such a key from the path, and opens no file that a condition on it excludes. */
const isInPath = (key: string, { path, values }: PartitionFile) =>
  path.includes(`/${key}=${values[key]}/`);

function scan(table: LakeTable, files: readonly PartitionFile[], inPath: string[]): string {
  const values = files[0]?.values ?? {};
  const keys = table.partitionKeys.map((key) =>
    inPath.includes(key) ? key : `${text(values[key] ?? '')} AS ${key}`,
  );
  return `SELECT ${[...columns(table), ...keys].join(', ')} FROM ${reader(table, files, inPath)}`;
}

const columns = (table: LakeTable) =>
  table.format === 'line'
    ? [`CAST(json AS VARCHAR) AS ${lineColumn(table)}`]
    : table.columns.map(({ name }) => `"${name}" AS "${name.toLowerCase()}"`);

const lineColumn = ({ columns: [line] }: LakeTable) => line?.name ?? 'line';

function reader(table: LakeTable, files: readonly PartitionFile[], inPath: string[]): string {
  const paths = `[${files.map((file) => text(file.path)).join(', ')}]`;
  const options = [
    `maximum_object_size = ${ROW_BYTES}`,
    `hive_partitioning = ${inPath.length > 0}`,
    ...(inPath.length > 0
      ? [`hive_types = {${inPath.map((key) => `${text(key)}: VARCHAR`).join(', ')}}`]
      : []),
  ].join(', ');
  return table.format === 'line'
    ? `read_ndjson_objects(${paths}, ${options})`
    : `read_json(${paths}, format = 'newline_delimited', ${options}, columns = ${shape(table)})`;
}

const shape = (table: LakeTable) =>
  `{${table.columns.map(({ name, type }) => `${text(name)}: ${text(duckdbType(type))}`).join(', ')}}`;

function noRows({ columns, partitionKeys }: LakeTable): string {
  const keys = partitionKeys.map((name): Column => ({ name, type: 'string' }));
  const nulls = [...columns, ...keys].map(({ name, type }) => typedNull(name, type));
  return `SELECT ${nulls.join(', ')} WHERE false`;
}

const typedNull = (name: string, type: ColumnType) =>
  `CAST(NULL AS ${duckdbType(type)}) AS "${name.toLowerCase()}"`;

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

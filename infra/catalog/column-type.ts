/** Type of a column or of a value within one: what Hive, Athena and DuckDB have in common. */
export type ColumnType =
  | 'string'
  | 'boolean'
  | 'int'
  | 'bigint'
  | 'double'
  | { list: ColumnType }
  | { struct: Fields };

/** Types by the names that they have in the JSON, letter case included. */
export type Fields = { readonly [name: string]: ColumnType };

/** A repeated value. */
export const list = (of: ColumnType): ColumnType => ({ list: of });

/** A JSON object; keys that are not named here are skipped by the readers. */
export const struct = (fields: Fields): ColumnType => ({ struct: fields });

/**
 * The type as Hive writes it. Names are lower case: Athena folds them, and the Hive JSON SerDe
 * matches them to the JSON's keys whatever their case.
 */
export function hiveType(type: ColumnType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `array<${hiveType(type.list)}>`;
  const fields = Object.entries(type.struct);
  return `struct<${fields.map(([name, of]) => `${name.toLowerCase()}:${hiveType(of)}`).join(',')}>`;
}

const DUCKDB = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
};

/** The type as DuckDB writes it. Its JSON reader matches keys exactly, so names stay as they are. */
export function duckdbType(type: ColumnType): string {
  if (typeof type === 'string') return DUCKDB[type];
  if ('list' in type) return `${duckdbType(type.list)}[]`;
  const fields = Object.entries(type.struct);
  return `STRUCT(${fields.map(([name, of]) => `"${name}" ${duckdbType(of)}`).join(', ')})`;
}

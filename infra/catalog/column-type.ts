/** Type of a column or of a nested value: the types common to Hive, Athena and DuckDB. */
export type ColumnType =
  | 'string'
  | 'boolean'
  | 'int'
  | 'bigint'
  | 'double'
  | { list: ColumnType }
  | { struct: Fields };

/** Types by JSON key, case-sensitive. */
export type Fields = { readonly [name: string]: ColumnType };

/** A JSON array. */
export const list = (of: ColumnType): ColumnType => ({ list: of });

/** A JSON object; readers skip keys that are not listed. */
export const struct = (fields: Fields): ColumnType => ({ struct: fields });

/**
 * The type in Hive's syntax. Names are lower case: Athena folds them, and the Hive JSON SerDe matches
 * them to JSON keys case-insensitively.
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

/** The type in DuckDB's syntax. Its JSON reader matches keys case-sensitively. */
export function duckdbType(type: ColumnType): string {
  if (typeof type === 'string') return DUCKDB[type];
  if ('list' in type) return `${duckdbType(type.list)}[]`;
  const fields = Object.entries(type.struct);
  return `STRUCT(${fields.map(([name, of]) => `"${name}" ${duckdbType(of)}`).join(', ')})`;
}

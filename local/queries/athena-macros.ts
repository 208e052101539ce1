/** Athena's functions that DuckDB lacks or means otherwise, as far as the lake's queries use them. */
export const athenaMacros: readonly string[] = [
  'CREATE MACRO element_at(elements, nth) AS elements[nth]',
  'CREATE MACRO from_iso8601_timestamp(instant) AS CAST(instant AS TIMESTAMPTZ)',
];

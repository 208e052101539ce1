/** One partition of a lake table: its key values and the key prefix of its objects. */
export type Partition = { values: string[]; prefix: string };

/** The Glue Data Catalog in the verb that Sluice needs. */
export type Catalog = {
  /** Makes objects visible to queries; partitions that are there already stay as they are. */
  register(table: string, partitions: Partition[]): Promise<void>;
};

/** Resource types with a typed table beside `fhir_raw`; `infra/catalog` defines their columns. */
export const typedResourceTypes: readonly string[] = [
  'Patient',
  'Observation',
  'Encounter',
  'Condition',
];

/**
 * What a manifest lists besides its output, each with a table of that name: the deletions, which take
 * records out of the typed tables, and the server's outcomes.
 */
export const bulkTables: readonly string[] = ['bulk_deleted', 'bulk_outcome'];

/** Every line of every type, as one string column. */
export const RAW_TABLE = 'fhir_raw';

/** One row per landed file; registered last, so that a row there means that all is there. */
export const EXPORT_LOG_TABLE = 'export_log';

/** One row per attachment of a resource, where a source wants them. */
export const ATTACHMENTS_TABLE = 'attachments';

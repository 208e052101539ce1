/** One partition of a lake table: its key values and the key prefix of its objects. */
export type Partition = { values: string[]; prefix: string };

/** The Glue Data Catalog, as far as Sluice uses it. */
export type Catalog = {
  /** Makes objects visible to queries; partitions that exist stay unchanged. */
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
 * The tables of what a manifest lists besides its output: deletions, which remove records from the typed
 * tables, and the server's OperationOutcomes.
 */
export const bulkTables: readonly string[] = ['bulk_deleted', 'bulk_outcome'];

/** Every line of every type, as one string column. */
export const RAW_TABLE = 'fhir_raw';

/** One row per stored object; registered last, so that an export with rows here is complete. */
export const EXPORT_LOG_TABLE = 'export_log';

/** One row per attachment of a resource, if the source wants attachments. */
export const ATTACHMENTS_TABLE = 'attachments';

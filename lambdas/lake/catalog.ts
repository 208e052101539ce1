/** One partition of a lake table: its key values and the key prefix of its objects. */
export type Partition = { values: string[]; prefix: string };

/** The Glue Data Catalog in the verb that Sluice needs. */
export type Catalog = {
  /** Makes objects visible to queries; partitions that are there already stay as they are. */
  register(table: string, partitions: Partition[]): Promise<void>;
};

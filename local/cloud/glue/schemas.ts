import { z } from 'zod';

/**
 * Inputs of Glue's catalog. They check what AWS refuses, also where moto does not; other fields of
 * databases, tables and partitions are stored as they are.
 */

/** Glue stores names in lower case; here they become folder names. */
const Name = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/, 'a name of letters, digits, "_", "-" and "."')
  .toLowerCase();

/** Glue's limit for the type of a column; nested FHIR types come near it. */
const Column = z.looseObject({ Name: z.string().min(1).max(255), Type: z.string().max(131_072) });

const StorageDescriptor = z.looseObject({ Columns: z.array(Column).optional() });

export const DatabaseInput = z.looseObject({ Name });
export type DatabaseInput = z.infer<typeof DatabaseInput>;

export const TableInput = z
  .looseObject({
    Name,
    StorageDescriptor: StorageDescriptor.optional(),
    PartitionKeys: z.array(Column).optional(),
  })
  .refine(({ StorageDescriptor: storage, PartitionKeys: keys = [] }) => {
    const columns = new Set(storage?.Columns?.map((column) => column.Name.toLowerCase()));
    return !keys.some((key) => columns.has(key.Name.toLowerCase()));
  }, 'a partition key has the name of a column');
export type TableInput = z.infer<typeof TableInput>;

export const PartitionInput = z.looseObject({
  Values: z.array(z.string().max(1024)).min(1),
  StorageDescriptor: StorageDescriptor.optional(),
});
export type PartitionInput = z.infer<typeof PartitionInput>;

const database = { DatabaseName: Name, CatalogId: z.string().optional() };
const table = { ...database, TableName: Name };
const paged = (mostItems: number) => ({
  NextToken: z.string().regex(/^\d+$/).optional(),
  MaxResults: z.int().min(1).max(mostItems).default(mostItems),
});

/** The inputs of the operations, with AWS's limits for one call. */
export const inputs = {
  CreateDatabase: z.strictObject({ DatabaseInput, CatalogId: database.CatalogId }),
  GetDatabase: z.strictObject({ Name, CatalogId: database.CatalogId }),
  CreateTable: z.strictObject({ ...database, TableInput }),
  GetTable: z.strictObject({ ...database, Name }),
  GetTables: z.strictObject({ ...database, ...paged(100) }),
  CreatePartition: z.strictObject({ ...table, PartitionInput }),
  BatchCreatePartition: z.strictObject({
    ...table,
    PartitionInputList: z.array(PartitionInput).max(100),
  }),
  GetPartitions: z.strictObject({ ...table, ...paged(1000) }),
  BatchDeletePartition: z.strictObject({
    ...table,
    PartitionsToDelete: z.array(z.strictObject({ Values: z.array(z.string()) })).max(25),
  }),
};

import { AwsError } from '../service.ts';
import { alreadyExists, getTable, notFound } from './catalog.ts';
import { identity, logChanges, readPartitions, type TableName } from './partition-log.ts';
import type { PartitionInput } from './schemas.ts';

/** An item of a batch that failed by itself. */
export type ItemError = { values: string[]; error: AwsError };

/**
 * Creates partitions and gives an error for each that exists, be it from earlier in the batch.
 * Throws EntityNotFoundException without the table, and InvalidInputException where a partition has
 * not as many values as the table has keys; nothing is created then.
 */
export function createPartitions(name: TableName, inputs: PartitionInput[]): ItemError[] {
  const keys = keyCount(name);
  if (inputs.some(({ Values }) => Values.length !== keys))
    throw new AwsError('InvalidInputException', `a partition of this table has ${keys} values`);
  const known = new Set(readPartitions(name).keys());
  const created: PartitionInput[] = [];
  const errors: ItemError[] = [];
  for (const input of inputs) {
    const id = identity(input.Values);
    if (known.has(id)) errors.push({ values: input.Values, error: alreadyExists('Partition') });
    else created.push(input);
    known.add(id);
  }
  logChanges(
    name,
    created.map((partition) => ({ created: partition })),
  );
  return errors;
}

/** Deletes partitions and gives an error for each that is not there. Throws EntityNotFoundException. */
export function deletePartitions(name: TableName, wanted: string[][]): ItemError[] {
  keyCount(name);
  const known = new Set(readPartitions(name).keys());
  const deleted: string[][] = [];
  const errors: ItemError[] = [];
  for (const values of wanted) {
    if (known.delete(identity(values))) deleted.push(values);
    else errors.push({ values, error: notFound('Partition') });
  }
  logChanges(
    name,
    deleted.map((values) => ({ deleted: values })),
  );
  return errors;
}

/** The partitions of a table in the order of their creation. Throws EntityNotFoundException. */
export function listPartitions(name: TableName): PartitionInput[] {
  keyCount(name);
  return [...readPartitions(name).values()];
}

function keyCount({ directory, database, table }: TableName): number {
  return getTable(directory, database, table).PartitionKeys?.length ?? 0;
}

import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfExists } from '../files.ts';
import { AwsError } from '../service.ts';
import { alreadyExists, getTable, notFound, tableFolder } from './catalog.ts';
import { PartitionInput } from './schemas.ts';

/** The error of one item of a batch. */
export type ItemError = { values: string[]; error: AwsError };

/**
 * Creates partitions and gives an error for each that exists or is twice in the batch. Creates nothing
 * and throws EntityNotFoundException without the table, InvalidInputException if a partition does not
 * have one value for each key of the table.
 */
export function createPartitions(table: TableReference, inputs: PartitionInput[]): ItemError[] {
  const keys = keyCount(table);
  if (inputs.some(({ Values }) => Values.length !== keys))
    throw new AwsError('InvalidInputException', `a partition of this table has ${keys} values`);
  const known = new Set(readPartitions(table).keys());
  const created: PartitionInput[] = [];
  const errors: ItemError[] = [];
  for (const input of inputs) {
    const id = partitionId(input.Values);
    if (known.has(id)) errors.push({ values: input.Values, error: alreadyExists('Partition') });
    else created.push(input);
    known.add(id);
  }
  logChanges(
    table,
    created.map((partition) => ({ created: partition })),
  );
  return errors;
}

/** Deletes partitions and gives an error for each that does not exist. Throws EntityNotFoundException. */
export function deletePartitions(table: TableReference, requested: string[][]): ItemError[] {
  keyCount(table);
  const known = new Set(readPartitions(table).keys());
  const deleted: string[][] = [];
  const errors: ItemError[] = [];
  for (const values of requested) {
    if (known.delete(partitionId(values))) deleted.push(values);
    else errors.push({ values, error: notFound('Partition') });
  }
  logChanges(
    table,
    deleted.map((values) => ({ deleted: values })),
  );
  return errors;
}

/** The partitions of a table in the order of their creation. Throws EntityNotFoundException. */
export function listPartitions(table: TableReference): PartitionInput[] {
  keyCount(table);
  return [...readPartitions(table).values()];
}

function keyCount({ directory, database, table }: TableReference): number {
  return getTable(directory, database, table).PartitionKeys?.length ?? 0;
}

type TableReference = { directory: string; database: string; table: string };

/** A line of a table's `partitions.ndjson`. */
const Change = z.union([
  z.strictObject({ created: PartitionInput }),
  z.strictObject({ deleted: z.array(z.string()) }),
]);
type Change = z.infer<typeof Change>;

const partitionId = (values: string[]): string => JSON.stringify(values);

/** The partitions of a table by id, in the order of their creation. */
function readPartitions(table: TableReference): Map<string, PartitionInput> {
  const partitions = new Map<string, PartitionInput>();
  for (const line of readLines(logFile(table))) {
    const change = Change.parse(JSON.parse(line));
    if ('deleted' in change) partitions.delete(partitionId(change.deleted));
    else partitions.set(partitionId(change.created.Values), change.created);
  }
  return partitions;
}

function logChanges(table: TableReference, changes: Change[]): void {
  if (changes.length === 0) return;
  appendFileSync(logFile(table), changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
}

const logFile = ({ directory, database, table }: TableReference): string =>
  join(tableFolder(directory, database, table), 'partitions.ndjson');

/** The lines of the log. A last line that a crash cut short was never answered, so it is removed. */
function readLines(file: string): string[] {
  const text = readIfExists(file) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').filter((line) => line !== '');
}

import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfExists } from '../files.ts';
import { AwsError } from '../service.ts';
import { alreadyExists, getTable, notFound, tableFolder } from './catalog.ts';
import { PartitionInput } from './schemas.ts';

/** An item of a batch that failed by itself. */
export type ItemError = { values: string[]; error: AwsError };

/**
 * Creates partitions and gives an error for each that exists, be it from earlier in the batch.
 * Throws EntityNotFoundException without the table, and InvalidInputException where a partition has
 * not as many values as the table has keys; nothing is created then.
 */
export function createPartitions(name: TableReference, inputs: PartitionInput[]): ItemError[] {
  const keys = keyCount(name);
  if (inputs.some(({ Values }) => Values.length !== keys))
    throw new AwsError('InvalidInputException', `a partition of this table has ${keys} values`);
  const known = new Set(readPartitions(name).keys());
  const created: PartitionInput[] = [];
  const errors: ItemError[] = [];
  for (const input of inputs) {
    const id = partitionId(input.Values);
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
export function deletePartitions(name: TableReference, wanted: string[][]): ItemError[] {
  keyCount(name);
  const known = new Set(readPartitions(name).keys());
  const deleted: string[][] = [];
  const errors: ItemError[] = [];
  for (const values of wanted) {
    if (known.delete(partitionId(values))) deleted.push(values);
    else errors.push({ values, error: notFound('Partition') });
  }
  logChanges(
    name,
    deleted.map((values) => ({ deleted: values })),
  );
  return errors;
}

/** The partitions of a table in the order of their creation. Throws EntityNotFoundException. */
export function listPartitions(name: TableReference): PartitionInput[] {
  keyCount(name);
  return [...readPartitions(name).values()];
}

function keyCount({ directory, database, table }: TableReference): number {
  return getTable(directory, database, table).PartitionKeys?.length ?? 0;
}

/** A table, named as the catalog stores it. */
type TableReference = { directory: string; database: string; table: string };

/** A line of a table's `partitions.ndjson`. */
const Change = z.union([
  z.strictObject({ created: PartitionInput }),
  z.strictObject({ deleted: z.array(z.string()) }),
]);
type Change = z.infer<typeof Change>;

/** What tells one partition of a table from another. */
const partitionId = (values: string[]): string => JSON.stringify(values);

/** The partitions of a table, by identity, in the order of their creation. */
function readPartitions(name: TableReference): Map<string, PartitionInput> {
  const partitions = new Map<string, PartitionInput>();
  for (const line of readLines(logFile(name))) {
    const change = Change.parse(JSON.parse(line));
    if ('deleted' in change) partitions.delete(partitionId(change.deleted));
    else partitions.set(partitionId(change.created.Values), change.created);
  }
  return partitions;
}

/** Adds changes to the log, in one write. */
function logChanges(name: TableReference, changes: Change[]): void {
  if (changes.length === 0) return;
  appendFileSync(logFile(name), changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
}

const logFile = ({ directory, database, table }: TableReference): string =>
  join(tableFolder(directory, database, table), 'partitions.ndjson');

/** The whole lines of the log. A last line cut short by a crash was never answered: it is cut off. */
function readLines(file: string): string[] {
  const text = readIfExists(file) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').filter((line) => line !== '');
}

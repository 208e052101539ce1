import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../read-if-there.ts';
import { tableFolder } from './catalog.ts';
import { PartitionInput } from './schemas.ts';

/** A table, named as the catalog stores it. */
export type TableName = { directory: string; database: string; table: string };

/** A line of a table's `partitions.ndjson`. */
const Change = z.union([
  z.strictObject({ created: PartitionInput }),
  z.strictObject({ deleted: z.array(z.string()) }),
]);
type Change = z.infer<typeof Change>;

/** What tells one partition of a table from another. */
export const identity = (values: string[]): string => JSON.stringify(values);

/** The partitions of a table, by identity, in the order of their creation. */
export function readPartitions(name: TableName): Map<string, PartitionInput> {
  const partitions = new Map<string, PartitionInput>();
  for (const line of readLines(logFile(name))) {
    const change = Change.parse(JSON.parse(line));
    if ('deleted' in change) partitions.delete(identity(change.deleted));
    else partitions.set(identity(change.created.Values), change.created);
  }
  return partitions;
}

/** Adds changes to the log, in one write. */
export function logChanges(name: TableName, changes: Change[]): void {
  if (changes.length === 0) return;
  appendFileSync(logFile(name), changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
}

const logFile = ({ directory, database, table }: TableName): string =>
  join(tableFolder(directory, database, table), 'partitions.ndjson');

/** The whole lines of the log. A last line cut short by a crash was never answered: it is cut off. */
function readLines(file: string): string[] {
  const text = readIfThere(file) ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').filter((line) => line !== '');
}

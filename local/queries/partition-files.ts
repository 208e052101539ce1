import { readdir, stat } from 'node:fs/promises';
import type { LakeTable } from '../../infra/catalog/tables.ts';

/** A partition as the catalog has it; `location` is `s3://<bucket>/<prefix>`. */
export type RegisteredPartition = { table: string; values: string[]; location: string };

/** One data file and the partition's value of each of its table's partition keys. */
export type PartitionFile = { path: string; values: Readonly<Record<string, string>> };

/** A bucket's name, and the folder that has its keys as paths. */
export type LakeFolder = { bucket: string; directory: string };

/** Folders that are read concurrently. */
const CONCURRENCY = 64;

/**
 * The files of a table's registered partitions only, as Athena reads them. Empty files are left out; a
 * location that does not exist has no files, as in S3.
 */
export async function partitionFiles(
  table: LakeTable,
  partitions: readonly RegisteredPartition[],
  lake: LakeFolder,
): Promise<PartitionFile[]> {
  const own = partitions.filter((partition) => partition.table === table.name);
  const files: PartitionFile[] = [];
  for (let from = 0; from < own.length; from += CONCURRENCY) {
    const batch = own.slice(from, from + CONCURRENCY);
    files.push(...(await Promise.all(batch.map((one) => filesOf(one, table, lake)))).flat());
  }
  return files;
}

async function filesOf(partition: RegisteredPartition, table: LakeTable, lake: LakeFolder) {
  const folder = folderOf(partition, lake);
  const values = valuesOf(partition, table);
  const paths = (await namesIn(folder)).filter(isData).map((name) => `${folder}${name}`);
  const bytes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return paths.filter((_, index) => bytes[index] !== 0).map((path) => ({ path, values }));
}

function folderOf({ location }: RegisteredPartition, { bucket, directory }: LakeFolder): string {
  const root = `s3://${bucket}/`;
  if (!location.startsWith(root)) throw new Error(`${location} is not in the bucket ${bucket}`);
  return `${directory}/${location.slice(root.length).replace(/\/*$/, '/')}`;
}

function valuesOf({ location, values }: RegisteredPartition, { name, partitionKeys }: LakeTable) {
  if (values.length !== partitionKeys.length)
    throw new Error(`${location} has ${values.length} values for the keys of ${name}`);
  return Object.fromEntries(partitionKeys.map((key, index) => [key, values[index] ?? '']));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Athena hides names that begin with `_` or `.`; only NDJSON is data of a table. */
const isData = (name: string) => /^[^_.].*\.ndjson(\.gz|\.zst)?$/.test(name);

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readIfExists, stateFolder, writeAtomically } from '../files.ts';
import { AwsError } from '../service.ts';
import { DatabaseInput, TableInput } from './schemas.ts';

/** A folder for each database, with a folder for each table in it. */
const databaseFolder = (directory: string, database: string): string =>
  stateFolder(directory, 'glue', database);

export const tableFolder = (directory: string, database: string, table: string): string =>
  join(databaseFolder(directory, database), 'tables', table);

/** Throws AlreadyExistsException. */
export function createDatabase(directory: string, input: DatabaseInput): void {
  const file = join(databaseFolder(directory, input.Name), 'database.json');
  if (readIfExists(file) !== undefined) throw alreadyExists('Database');
  writeAtomically(file, JSON.stringify(input));
}

/** Throws EntityNotFoundException. */
export function getDatabase(directory: string, database: string): DatabaseInput {
  const text = readIfExists(join(databaseFolder(directory, database), 'database.json'));
  if (text === undefined) throw notFound(`Database ${database}`);
  return DatabaseInput.parse(JSON.parse(text));
}

/** Throws EntityNotFoundException and AlreadyExistsException. */
export function createTable(directory: string, database: string, input: TableInput): void {
  getDatabase(directory, database);
  const file = join(tableFolder(directory, database, input.Name), 'table.json');
  if (readIfExists(file) !== undefined) throw alreadyExists('Table');
  writeAtomically(file, JSON.stringify(input));
}

/** Throws EntityNotFoundException. */
export function getTable(directory: string, database: string, table: string): TableInput {
  getDatabase(directory, database);
  const text = readIfExists(join(tableFolder(directory, database, table), 'table.json'));
  if (text === undefined) throw notFound(`Table ${table}`);
  return TableInput.parse(JSON.parse(text));
}

/** The tables of a database, by name. Throws EntityNotFoundException. */
export function getTables(directory: string, database: string): TableInput[] {
  getDatabase(directory, database);
  const folder = join(databaseFolder(directory, database), 'tables');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.map((table) => getTable(directory, database, table));
}

export const alreadyExists = (what: string) =>
  new AwsError('AlreadyExistsException', `${what} already exists.`);

export const notFound = (what: string) =>
  new AwsError('EntityNotFoundException', `${what} not found.`);
